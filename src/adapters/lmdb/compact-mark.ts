import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../system/process.ts';
import { makeWholeFile } from './whole-file.ts';

/** The process that compacts an environment; null when none does. */
export function compactingProcess(folder: string): number | null {
  const pid = readPid(markOf(folder));
  return pid !== null && isAlive(pid) ? pid : null;
}

/** Tells others that this process compacts; false when another does. */
export function markCompacting(folder: string): boolean {
  // What a process left behind when it died.
  if (compactingProcess(folder) === null) rmSync(markOf(folder), { force: true });
  return makeWholeFile(markOf(folder), Buffer.from(String(process.pid)));
}

export function unmarkCompacting(folder: string): void {
  rmSync(markOf(folder), { force: true });
}

function markOf(folder: string): string {
  return join(folder, 'compacting');
}

function readPid(path: string): number | null {
  try {
    return Number.parseInt(readFileSync(path, 'utf8'), 10);
  } catch {
    return null;
  }
}
