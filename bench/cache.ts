import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openLmdbCache } from '../src/adapters/cache/lmdb/cache.ts';
import { openEnvironment } from '../src/adapters/lmdb/environment.ts';
import { systemClock } from '../src/adapters/system/clock.ts';
import { builtFile } from '../src/adapters/system/package.ts';
import { type BareTable, openBare } from './cache-bare.ts';
import type { ReadAnswer, ReadOrder } from './cache-reader.ts';
import { measureInTurns } from './measure.ts';

const ROUNDS = 60;
const MEGABYTE = 2 ** 20;
/** Enough entries to overflow a core's cache, few enough to stay in memory. */
const SIZES = [
  { name: '100 B', bytes: 100, keys: 10_000, reads: 20_000 },
  { name: '16 KiB', bytes: 16_384, keys: 2_000, reads: 2_000 },
  { name: '1 MiB', bytes: MEGABYTE, keys: 64, reads: 128 },
];

/** Compares reads and writes of the cache with those of LMDB alone, with the same options and in turns. */
export async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'jbt-bench-'));
  const environment = openEnvironment(join(folder, 'cache'), {
    access: 'write',
    check: 'quick',
    clock: systemClock,
    warn: console.error,
  });
  const cache = openLmdbCache({ environment, budgetBytes: 4e9, clock: systemClock, warn: console.error });
  const bare = openBare(join(folder, 'bare'), 'write');
  for (const size of SIZES) benchWrites(cache, bare, size);
  // Otherwise the system writes pages to the disk during the reads.
  for (const part of ['cache', 'bare']) flushFile(join(folder, part, 'data.mdb'));
  for (const readers of [1, 2]) await benchReads(folder, readers);
  await Promise.all([cache.close(), bare.close()]);
  rmSync(folder, { recursive: true });
}

function flushFile(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}

type Size = (typeof SIZES)[number];

function benchWrites(cache: ReturnType<typeof openLmdbCache>, bare: BareTable, { name, bytes, keys }: Size): void {
  const content = Buffer.alloc(bytes, 7);
  const entries = Array.from({ length: keys }, (_, i) => `${bytes} ${i}`).map(
    (key) => ({ kind: 'values', key, content, ttlSeconds: null }) as const,
  );
  const [ours, theirs] = measureInTurns(
    5,
    () => void cache.setMany(entries),
    () => bare.putAll(entries),
  ).map((times) => times.map((time) => (time / keys) * 1_000));
  tell(`write ${name} together`, ours, theirs, bytes);
  const one = entries.slice(0, 1);
  const [alone, bareAlone] = measureInTurns(
    20,
    () => void cache.setMany(one),
    () => bare.putAll(one),
  ).map((times) => times.map((time) => time * 1_000));
  tell(`write ${name} alone`, alone, bareAlone, bytes);
}

async function benchReads(folder: string, readers: number): Promise<void> {
  const workers = Array.from({ length: readers }, () => startReader(folder));
  for (const { name, bytes, keys, reads } of SIZES) {
    const micros: { readonly cache: number[]; readonly bare: number[] } = { cache: [], bare: [] };
    for (let round = -2; round < ROUNDS; round++) {
      for (const from of ['cache', 'bare'] as const) {
        const order: ReadOrder = { from, prefix: `${bytes} `, keys, reads };
        const times = await Promise.all(workers.map((worker) => ask(worker, order)));
        // The readers work together, so the slowest counts.
        if (round >= 0) micros[from].push((Math.max(...times) / reads / readers) * 1_000);
      }
    }
    tell(`read ${name}, ${readers} reader${readers > 1 ? 's' : ''}`, micros.cache, micros.bare, bytes);
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
}

function startReader(folder: string): Worker {
  return new Worker(builtFile('bench/cache-reader.js'), { workerData: folder });
}

function ask(worker: Worker, order: ReadOrder): Promise<ReadAnswer> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (milliseconds: ReadAnswer) => {
      worker.off('error', reject);
      resolve(milliseconds);
    });
    worker.postMessage(order);
  });
}

/** Prints the best round, which has the least noise. */
function tell(what: string, ours: readonly number[], bare: readonly number[], bytes: number): void {
  const speed = (micros: number) =>
    `${Math.round(1e6 / micros).toLocaleString('en')}/s ${(bytes / micros / 1e3).toFixed(2)} GB/s`;
  const [best, limit] = [Math.min(...ours), Math.min(...bare)];
  const figures = `${speed(best).padEnd(24)} bare ${speed(limit).padEnd(24)}`;
  console.log(`${what.padEnd(24)} ${figures} ratio ${(best / limit).toFixed(2)}`);
}
