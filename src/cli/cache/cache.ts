import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Argv } from 'yargs';
import * as z from 'zod';
import type { LmdbCache } from '../../adapters/cache/lmdb/cache.ts';
import { compactEnvironment } from '../../adapters/lmdb/compact.ts';
import { hasEnvironment } from '../../adapters/lmdb/environment.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { CACHE_KINDS, type CacheKind } from '../../run/cache-port.ts';
import type { Command, Io } from '../command.ts';
import { homeOf } from '../home.ts';
import { readValues } from '../options.ts';
import { EXIT } from '../process/exit.ts';
import { say } from '../process/say.ts';
import { compactionText, type DiskStatistics, flushText, statisticsText, verificationText } from './answer.ts';
import { DEFAULT_CACHE_BYTES, openDiskCache } from './open.ts';

const ACTIONS = ['stats', 'verify', 'flush', 'compact'] as const;
const flag = z.boolean({ error: 'given once' }).default(false);
const settings = z
  .object({
    action: z.enum(ACTIONS, { error: 'stats, verify, flush or compact' }),
    json: flag,
    expired: flag,
    results: flag,
    values: flag,
  })
  .refine(({ action, expired, results, values }) => action === 'flush' || !(expired || results || values), {
    path: ['action'],
    error: 'flush with --expired, --results or --values',
  });

type CacheCommandSettings = z.infer<typeof settings>;

/** `jbt cache` shows and tends stored values and results. */
export const command: Command = {
  build: addCacheCommandOptions,
  async run(options, io) {
    const given = readValues(settings, { ...options, action: options.action ?? 'stats' }, ['action']);
    if (hasEnvironment(homeOf(io).cache)) return act(given, io);
    io.stderr.write('the cache is empty: jbt run fills it with results, and with values of strategies\n');
    return 0;
  },
};

function addCacheCommandOptions(yargs: Argv): Argv {
  return yargs
    .positional('action', { type: 'string', describe: 'stats (default), verify, flush or compact' })
    .option('expired', { type: 'boolean', describe: 'flush only what has expired' })
    .option('results', { type: 'boolean', describe: 'flush only results' })
    .option('values', { type: 'boolean', describe: 'flush only values of strategies' })
    .option('json', { type: 'boolean', describe: 'print one JSON document' })
    .example('jbt cache', 'entries, sizes, hits, evictions')
    .example('jbt cache verify', 'read everything and remove damaged entries; exit 4 when there were any')
    .example('jbt cache flush --results', 'play every backtest again the next time; candles are never removed')
    .example('jbt cache compact', 'give disk space back; only while nothing else uses the cache');
}

function act(chosen: CacheCommandSettings, io: Io): Promise<number> {
  switch (chosen.action) {
    case 'stats':
      return withCache(io, 'quick', (cache) => showStatistics(cache, chosen, io));
    case 'verify':
      return verify(chosen, io);
    case 'flush':
      return withCache(io, 'quick', (cache) => flush(cache, chosen, io));
    case 'compact':
      return compact(chosen, io);
  }
}

function showStatistics(cache: LmdbCache, { json }: CacheCommandSettings, io: Io): number {
  const folder = homeOf(io).cache;
  const { size: fileBytes } = statSync(join(folder, 'data.mdb'));
  const statistics: DiskStatistics = { folder, fileBytes, ...cache.statistics() };
  if (json) io.stdout.write(printJson(statistics));
  else say(io.stdout, statisticsText(statistics));
  return 0;
}

/** A warning means that the environment was damaged and begun anew, though its entries are sound now. */
async function verify({ json }: CacheCommandSettings, io: Io): Promise<number> {
  let warnings = 0;
  const count = () => {
    warnings += 1;
  };
  const found = await withCache(io, 'whole', (cache) => cache.verify(), count);
  io.stdout.write(json ? printJson(found) : verificationText(found));
  return warnings > 0 || CACHE_KINDS.some((kind) => found[kind].corrupt > 0) ? EXIT.environment : 0;
}

function flush(cache: LmdbCache, { expired, results, values, json }: CacheCommandSettings, { stdout }: Io): number {
  const isAll = results === values;
  const forget = (kind: CacheKind, isChosen: boolean) =>
    isChosen || isAll ? cache.flush(kind, { expiredOnly: expired, prefix: '' }) : 0;
  const removed = { values: forget('values', values), results: forget('results', results) };
  stdout.write(json ? printJson({ removed }) : flushText(removed));
  return 0;
}

async function compact({ json }: CacheCommandSettings, io: Io): Promise<number> {
  const compaction = await compactEnvironment(homeOf(io).cache);
  io.stdout.write(json ? printJson(compaction) : compactionText(compaction));
  return 0;
}

async function withCache<Value>(
  io: Io,
  check: 'quick' | 'whole',
  action: (cache: LmdbCache) => Value,
  warned: () => void = () => {},
): Promise<Value> {
  const warn = (message: string) => {
    warned();
    say(io.stderr, `warning: ${message}\n`);
  };
  const folder = homeOf(io).cache;
  const cache = openDiskCache({ folder, budgetBytes: DEFAULT_CACHE_BYTES, clock: systemClock, warn }, check);
  try {
    return action(cache);
  } finally {
    await cache.close();
  }
}

function printJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
