import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { openLmdbReader } from '../../src/adapters/cache/lmdb/reader.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { openBare } from '../limits/cache-bare.ts';

/** Keys for a reader to read over and over. */
export interface ReadOrder {
  readonly from: 'cache' | 'bare';
  readonly prefix: string;
  readonly keys: number;
  readonly reads: number;
}

/** Milliseconds of all reads. */
export type ReadAnswer = number;

const cache = openLmdbReader(join(workerData, 'cache'), systemClock);
const bare = openBare(join(workerData, 'bare'), 'read');

parentPort?.on('message', ({ from, prefix, keys, reads }: ReadOrder) => {
  const read = from === 'cache' ? (key: string) => cache.get('values', key) : (key: string) => bare.get(key);
  const started = performance.now();
  for (let i = 0; i < reads; i++) {
    if (!read(`${prefix}${i % keys}`)) throw new Error(`${from} has no ${prefix}${i % keys}`);
  }
  parentPort?.postMessage(performance.now() - started);
});
