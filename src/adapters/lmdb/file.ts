import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { latestMeta, type Meta, readMetas } from './meta.ts';
import { isTreeSound } from './pages.ts';

/** Both meta pages, whatever their size. */
const START_BYTES = 2 * 65_536;

/** A transaction frees no more pages than that before it writes them: 256 MiB. */
const MOST_PAGES_UNWRITTEN = 65_536;

/** How often a file that another process writes meanwhile is looked at again. */
const ATTEMPTS = 10;

/**
 * What is wrong with an environment's file, in words; null when nothing is, or when there is no file yet. LMDB maps the
 * file and follows what it finds, so that a file that was cut off is a SIGBUS and a damaged page a SIGSEGV.
 * Looks at the metas, the length, and the first `mostPages` pages of the trees; values have checksums of their own.
 */
export function findDamage(path: string, mostPages: number): string | null {
  for (let attempt = 1; ; attempt++) {
    const look = lookAt(path, mostPages);
    if (look === null || look.damage === null) return null;
    // Pages are used again two transactions later, so only a file that stood still can be judged.
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
  // Pages at the end that were freed before they were written are rightly missing; whether it is those, all trees tell.
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
