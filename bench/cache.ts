import { closeSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openLmdbCache } from '../src/adapters/cache/lmdb/cache.ts';
import { openEnvironment } from '../src/adapters/lmdb/environment.ts';
import { systemClock } from '../src/adapters/system/clock.ts';
import { builtFile } from '../src/adapters/system/package.ts';
import { formatRate } from '../src/run/text/numbers.ts';
import { type Bench, type Figure, limitOf } from './harness/figure.ts';
import { inFolder } from './harness/folder.ts';
import type { Sample } from './harness/sample.ts';
import { inTurns, timed } from './harness/turns.ts';
import { type BareTable, openBare } from './limits/cache-bare.ts';
import type { ReadAnswer, ReadOrder } from './processes/cache-reader.ts';

const ROUNDS = 60;
const MEGABYTE = 2 ** 20;
/** Enough entries to overflow a core's cache, few enough to stay in memory. */
const SIZES = [
  { name: '100 B', bytes: 100, keys: 10_000, reads: 20_000 },
  { name: '16 KiB', bytes: 16_384, keys: 2_000, reads: 2_000 },
  { name: '1 MiB', bytes: MEGABYTE, keys: 64, reads: 128 },
];

/** Reads and writes of the cache, against LMDB alone with the same options. */
export const measure: Bench = () =>
  inFolder(async (folder) => {
    const warn = console.error;
    const open = { access: 'write', check: 'quick', clock: systemClock, warn } as const;
    const environment = openEnvironment(join(folder, 'cache'), open);
    const cache = openLmdbCache({ environment, budgetBytes: 4e9, clock: systemClock, warn });
    const bare = openBare(join(folder, 'bare'), 'write');
    const figures: Figure[] = [];
    for (const size of SIZES) figures.push(...(await benchWrites(cache, bare, size)));
    // Otherwise the system writes pages to the disk during the reads.
    for (const part of ['cache', 'bare']) flushFile(join(folder, part, 'data.mdb'));
    for (const readers of [1, 2]) figures.push(...(await benchReads(folder, readers)));
    await Promise.all([cache.close(), bare.close()]);
    return figures;
  });

function flushFile(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}

type Size = (typeof SIZES)[number];
type LmdbCache = ReturnType<typeof openLmdbCache>;

async function benchWrites(cache: LmdbCache, bare: BareTable, size: Size): Promise<readonly Figure[]> {
  const { name, bytes, keys } = size;
  const content = Buffer.alloc(bytes, 7);
  const entries = Array.from({ length: keys }, (_, i) => `${bytes} ${i}`).map(
    (key) => ({ kind: 'values', key, content, ttlSeconds: null }) as const,
  );
  const write = async (title: string, rounds: number, some: typeof entries): Promise<Figure> => {
    const micros = (run: () => void) => () => (timed(run)() / some.length) * 1_000;
    const measures = [micros(() => void cache.setMany(some)), micros(() => bare.putAll(some))];
    return figureOf(`write ${name} ${title}`, bytes, await inTurns(rounds, measures));
  };
  return [await write('together', 7, entries), await write('alone', 20, entries.slice(0, 1))];
}

async function benchReads(folder: string, readers: number): Promise<readonly Figure[]> {
  const workers = Array.from({ length: readers }, () => startReader(folder));
  const figures: Figure[] = [];
  for (const { name, bytes, keys, reads } of SIZES) {
    const micros = (from: ReadOrder['from']) => async () => {
      const order: ReadOrder = { from, prefix: `${bytes} `, keys, reads };
      const times = await Promise.all(workers.map((worker) => ask(worker, order)));
      // The readers work together, so the slowest counts.
      return (Math.max(...times) / reads / readers) * 1_000;
    };
    const samples = await inTurns(ROUNDS, [micros('cache'), micros('bare')]);
    figures.push(figureOf(`read ${name}, ${readers} reader${readers > 1 ? 's' : ''}`, bytes, samples));
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  return figures;
}

function startReader(folder: string): Worker {
  return new Worker(builtFile('bench/processes/cache-reader.js'), { workerData: folder });
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

function figureOf(name: string, bytes: number, [cost, bare]: readonly Sample[]): Figure {
  const note = `${formatRate(1e6 / cost.median)}/s, ${(bytes / cost.median / 1e3).toFixed(2)} GB/s`;
  return { name, unit: 'us', cost, limit: limitOf('LMDB alone', bare), note };
}
