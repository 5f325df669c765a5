import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { JbtError } from '../../model/errors.ts';
import { claimLock, findLock } from './lock.ts';

/** Bytes of all files of a run. */
export function sizeOfRun(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name), { throwIfNoEntry: false }))
    .reduce((sum, found) => sum + (found?.isFile() ? found.size : 0), 0);
}

/** True while a process plays the run. */
export function isRunning(folder: string): boolean {
  return findLock(folder).kind === 'held';
}

/** Removes the folder of a run; false when a process plays it. Throws JbtError `RunFolderUnavailable`. */
export function removeRun(folder: string): boolean {
  const found = findLock(folder);
  if (found.kind === 'held') return false;
  try {
    // The holder of the lock removes: no process can resume the run meanwhile.
    const lock = claimLock(folder, found.generation + 1);
    if (lock === null) return false;
    rmSync(folder, { recursive: true });
    lock.release();
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new JbtError('RunFolderUnavailable', `${folder} cannot be removed (${reason}): make it writable`);
  }
}
