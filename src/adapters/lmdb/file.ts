import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { latestMeta, type Meta, readMetas } from './meta.ts';
import { isTreeSound } from './pages.ts';

/** Holds both meta pages, whatever their size. */
const START_BYTES = 2 * 65_536;

/** The most pages that a transaction frees before it has written them: 256 MiB. */
const MOST_PAGES_UNWRITTEN = 65_536;

/** Another process may write the file during a check, which then proves nothing and is repeated. */
const ATTEMPTS = 10;

/**
 * Says in words what damage an environment's file has; null for none, or for no file. LMDB maps the file and trusts it: a
 * truncated file is a SIGBUS, a damaged page a SIGSEGV. Checks the metas, the length, and the first `mostPages` pages of
 * the trees; values have checksums of their own.
 */
export function findDamage(path: string, mostPages: number): string | null {
  for (let attempt = 1; ; attempt++) {
    const look = lookAt(path, mostPages);
    if (look === null || look.damage === null) return null;
    // LMDB reuses a page two transactions later: only a file that did not change can be judged.
    if (attempt === ATTEMPTS || lookAt(path, 0)?.start.equals(look.start)) return look.damage;
  }
}

interface Look {
  readonly start: Buffer;
  readonly damage: string | null;
}

function lookAt(path: string, mostPages: number): Look | null {
  const file = openExisting(path);
  if (file === null) return null;
  try {
    const start = readAt(file, 0, START_BYTES);
    if (start.length === 0) return null;
    const metas = readMetas(start);
    const damage = typeof metas === 'string' ? metas : damageOf(file, latestMeta(metas), mostPages);
    return { start: start.subarray(0, 8_192), damage };
  } finally {
    closeSync(file);
  }
}

function damageOf(file: number, meta: Meta, mostPages: number): string | null {
  const pages = Math.floor(fstatSync(file).size / meta.pageBytes);
  const isWhole = pages > meta.lastPage;
  if (meta.lastPage > pages + MOST_PAGES_UNWRITTEN) return cutOff(pages, meta);
  const read = (page: number) => readAt(file, page * meta.pageBytes, meta.pageBytes);
  // Pages at the end may be missing if they were freed before they were written: no tree must refer to them.
  const isSound = isTreeSound({ meta, pages, read }, isWhole ? mostPages : Number.POSITIVE_INFINITY);
  if (isSound) return null;
  return isWhole ? 'a page of its trees is damaged' : cutOff(pages, meta);
}

function cutOff(pages: number, { lastPage }: Meta): string {
  return `the file is cut off: ${pages} of ${lastPage + 1} pages`;
}

function openExisting(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, position));
}
