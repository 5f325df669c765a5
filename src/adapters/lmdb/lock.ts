import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeWholeFile } from './whole-file.ts';

/** Reading threads of all processes. LMDB's default of 126 is too few for several runs on many cores. */
export const MOST_READERS = 2_048;

/** 64 bytes a reader, and the head of the file. */
const LOCK_BYTES = 132 * 1_024;

/** Makes LMDB's lock file without holes. LMDB makes a sparse one: on a full disk, writing into its map is a SIGBUS. */
export function prepareLock(folder: string): void {
  const path = join(folder, 'lock.mdb');
  if (!existsSync(path)) makeWholeFile(path, Buffer.alloc(LOCK_BYTES));
}
