import { existsSync, linkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
  if (existsSync(path)) return;
  const whole = `${path}.${process.pid}`;
  try {
    writeFileSync(whole, Buffer.alloc(LOCK_BYTES));
    linkSync(whole, path);
  } catch (error) {
    // Another process was faster, and may be using it.
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(whole, { force: true });
  }
}
