import { rmSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../adapters/system/make-folder.ts';
import { JbtError } from '../../model/errors.ts';

/** Throws JbtError `FileExists` for what stands in the way of new files. */
export function refuseExisting(folder: string, paths: readonly string[], shown: string): void {
  if (statOf(folder)?.isDirectory() === false) {
    throw new JbtError('FileExists', `${shown} is a file: a project needs a folder`);
  }
  const existing = new Set(paths.map((path) => blockerOf(folder, path)).filter((path) => path !== null));
  if (existing.size === 0) return;
  throw new JbtError(
    'FileExists',
    `${shown === '.' ? 'this folder' : shown} has ${[...existing].join(', ')} already, and nothing is overwritten: choose another folder, as in jbt init lab`,
  );
}

/** The file itself, or one that has the name of a folder above it; null if neither is there. */
function blockerOf(folder: string, path: string): string | null {
  const parent = dirname(path);
  const blocker = parent === '.' ? null : blockerOf(folder, parent);
  if (blocker !== null && statOf(join(folder, blocker))?.isDirectory() === false) return blocker;
  return statOf(join(folder, path)) === null ? null : path;
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

/**
 * Writes new files, and lets `then` do the rest. When either fails, all that was written is removed. Throws JbtError
 * `ProjectUnavailable`.
 */
export async function writeAll(
  folder: string,
  files: Readonly<Record<string, string>>,
  then: () => Promise<void>,
): Promise<void> {
  const created: string[] = [];
  try {
    for (const [path, content] of Object.entries(files)) {
      const target = join(folder, path);
      makeFolder(dirname(target), undefined, (made) => created.push(made));
      writeFileSync(target, content, { flag: 'wx' });
      created.push(target);
    }
    await then();
  } catch (error) {
    for (const path of created.reverse()) rmSync(path, { recursive: true, force: true });
    throw unwritable(error, folder);
  }
}

/** Refusals of the operating system that concern the folder; others go on as they are. */
const UNWRITABLE = ['EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'ENOENT', 'ENAMETOOLONG', 'ELOOP'];

function unwritable(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || !UNWRITABLE.includes(String(error.code))) return error;
  return new JbtError('ProjectUnavailable', `a project cannot be written to ${folder} (${error.message})`);
}
