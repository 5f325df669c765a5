import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ownerText, type ProcessOwner, processOwner, stateOf, thisProcess } from '../system/process-owner.ts';
import { makeWholeFile } from './whole-file.ts';

/** Says that another process compacts an environment, and what to do; null when none does. */
export function compactionElsewhere(folder: string): string | null {
  const owner = livingOwner(folder);
  if (owner === null) return null;
  const isElsewhere = stateOf(owner) === 'elsewhere';
  if (owner.pid === process.pid && !isElsewhere) return null;
  const advice = isElsewhere ? `, or remove ${markOf(folder)} if that process has ended` : '';
  return `is being compacted by ${ownerText(owner)}: try again in a moment${advice}`;
}

/** Tells others that this process compacts; false when it does already, or another does. */
export function markCompacting(folder: string): boolean {
  // A process that died leaves its mark behind.
  if (livingOwner(folder) === null) rmSync(markOf(folder), { force: true });
  return makeWholeFile(markOf(folder), Buffer.from(JSON.stringify(thisProcess())));
}

export function unmarkCompacting(folder: string): void {
  rmSync(markOf(folder), { force: true });
}

function markOf(folder: string): string {
  return join(folder, 'compacting');
}

/** The owner of the mark; null for no mark, and for that of a process that is gone. */
function livingOwner(folder: string): ProcessOwner | null {
  try {
    const owner = processOwner.parse(JSON.parse(readFileSync(markOf(folder), 'utf8')));
    return stateOf(owner) === 'gone' ? null : owner;
  } catch {
    return null;
  }
}
