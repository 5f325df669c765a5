import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeWholeFile } from './whole-file.ts';

/** Threads that read at once, of all processes; LMDB's default of 126 is soon reached with many cores. */
export const MOST_READERS = 2_048;

/** Room for all of them, 64 bytes each, and for the head of the file. */
const LOCK_BYTES = 132 * 1_024;

/**
 * Makes the file in which processes lock one another out, all of it. LMDB would make one of holes, and where the disk is
 * full, writing into a hole of a mapped file is a SIGBUS.
 */
export function prepareLock(folder: string): void {
  const path = join(folder, 'lock.mdb');
  if (!existsSync(path)) makeWholeFile(path, Buffer.alloc(LOCK_BYTES));
}
