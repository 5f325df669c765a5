import * as z from 'zod';
import { METRICS } from '../../metrics/index.ts';
import { HOUR, MINUTE, SECOND } from '../../model/time.ts';
import { CACHE_DRIVERS } from '../../run/cache-port.ts';
import type { Shard } from '../../run/plan/shard.ts';
import { sortMetric } from '../../run/rows/ranking.ts';
import { suggestion } from '../../run/text/nearest.ts';
import { DEFAULT_CACHE_BYTES } from '../cache/open.ts';
import { flagOption, sizeOption, valueOption } from '../options.ts';

const WHOLE = { error: 'a whole number from 1' };
export const wholeFromOne = z
  .string(WHOLE)
  .regex(/^[1-9]\d{0,8}$/, WHOLE)
  .transform(Number);

const UNITS_MS = { ms: 1, s: SECOND, m: MINUTE, h: HOUR } as const;
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;

/** Option text such as `500ms`, `2s` or `5m` → milliseconds. */
function durationOf(expected: string) {
  const error = { error: expected };
  return z
    .string(error)
    .refine((text) => millisecondsOf(text) > 0, error)
    .transform(millisecondsOf);
}

export const duration = durationOf('a time such as 500ms, 2s or 5m');

/** A duration, or `none` → null. */
const stall = z.preprocess(
  (text) => (text === 'none' ? null : text),
  durationOf('a time such as 30s or 5m, or none').nullable(),
);

/** NaN for text that is no duration. */
function millisecondsOf(text: string): number {
  const [, amount, unit] = DURATION.exec(text) ?? [];
  return Number(amount) * UNITS_MS[unit as keyof typeof UNITS_MS];
}

const METRIC_NAMES = METRICS.map(({ name }) => name);
/** Metrics, best first, and the other way. */
const ORDERS = [...METRIC_NAMES, ...METRIC_NAMES.map((name) => `-${name}`)];
const sort = z.enum(ORDERS, {
  error: ({ input }) => `a metric${suggestion(sortMetric(String(input)), METRIC_NAMES)}`,
});

const text = z.string({ error: 'given once' });
const names = text.transform((list) => list.split(',').map((name) => name.trim()));

const driver = z.preprocess(
  // yargs reads --no-cache as false.
  (cache) => (cache === false ? 'none' : cache),
  z.enum(CACHE_DRIVERS, { error: CACHE_DRIVERS.join(', ').replace(/, (?=\w+$)/, ' or ') }),
);

const REPORTER_NAMES = ['terminal', 'plain', 'json', 'ndjson', 'junit', 'github', 'markdown', 'csv', 'html'] as const;

/** A reporter that was asked for; without a path its file lies in the folder of the run. */
export interface AskedReporter {
  readonly name: (typeof REPORTER_NAMES)[number];
  readonly path: string | null;
}

const reporterName = z.string().transform((asked, context): AskedReporter => {
  const [, word, path = null] = /^([^=]*)(?:=(.+))?$/s.exec(asked) ?? [];
  const name = REPORTER_NAMES.find((known) => known === word);
  if (name !== undefined) return { name, path };
  context.addIssue({ code: 'custom', message: `one of ${REPORTER_NAMES.join(', ')}, or NAME=PATH`, input: asked });
  return z.NEVER;
});

const reporterList = z.preprocess(
  (found) => (Array.isArray(found) ? found : [found]),
  z
    .array(reporterName)
    .refine((asked) => new Set(asked.map(({ name }) => name)).size === asked.length, { error: 'given once a name' }),
);

const SHARD = { error: 'a part such as 2/5, from 1/5 to 5/5' };
const MOST_SHARDS = 10_000;

/** `2/5` → the second of five parts. */
const shard = z.string(SHARD).transform((given, context): Shard => {
  const [index, of] = (/^(\d{1,5})\/(\d{1,5})$/.exec(given) ?? []).slice(1).map(Number);
  if (index >= 1 && index <= of && of <= MOST_SHARDS) return { index, of };
  context.addIssue({ code: 'custom', message: SHARD.error, input: given });
  return z.NEVER;
});

const KEPT = 'Cache:';

/** Address of Redis. */
export const redisOption = valueOption(z.string({ error: 'given once' }), undefined, {
  describe: 'mirror the run to this Redis',
  defaultText: 'REDIS_HOST, if set',
});

export const remoteOption = flagOption('play on the workers of other machines (jbt worker), which meet at --redis');

/** Options of printing, which `jbt report` shares. */
export const ANSWER_OPTIONS = {
  sort: valueOption(sort, null, {
    describe: 'metric to sort the table by, best first; -METRIC sorts the other way',
    defaultText: 'net_profit_percentage',
  }),
  columns: valueOption(names, null, {
    describe:
      'columns of the table: metrics, parameters, strategy, symbol, timeframe, trades; such as fast,sharpe_ratio',
  }),
  where: valueOption(text, null, {
    describe: `backtests to print, such as "trades >= 20 and symbol = 'FIL-USDT'"`,
  }),
  top: valueOption(wholeFromOne, null, { describe: 'number of results to print', defaultText: '10' }),
  json: flagOption('print the report as one JSON document instead of tables'),
};

const SHARE = { error: 'a share from 0, such as 0.01' };

/** Relative difference of metrics from a baseline; null where hashes decide. */
export const tolerance = valueOption(
  z
    .string(SHARE)
    .regex(/^\d+(\.\d+)?(e-\d+)?$/, SHARE)
    .transform(Number),
  null,
  {
    describe: 'share by which metrics may differ from the baseline, such as 0.01; trades may then differ',
    defaultText: 'results must be the same',
  },
);

/** Options of a run; executors and reporters bring their own. */
export const RUN_OPTIONS = {
  cache: valueOption(driver, null, {
    describe: 'lmdb (on disk, default), memory (for this run) or none, which is the same as --no-cache',
    group: KEPT,
  }),
  /** Bytes. */
  cacheSize: valueOption(sizeOption('1KB'), DEFAULT_CACHE_BYTES, {
    describe: 'limit on disk, such as 500MB',
    defaultText: '2GB',
    group: KEPT,
  }),
  fresh: flagOption('start a new run and play every backtest, cached or not', KEPT),
  ...ANSWER_OPTIONS,
  /** Milliseconds. */
  timeout: valueOption(duration, null, {
    describe: 'time limit of a backtest, such as 500ms, 2s, 5m; with --inline it does not interrupt a hook',
  }),
  /** Milliseconds; null for none. */
  stall: valueOption(stall, MINUTE, {
    describe: 'end a backtest whose thread computes for so long without playing a day, or none',
    defaultText: '60s',
  }),
  trades: flagOption("write the trades of every backtest into the run's folder, as CSV"),
  watch: flagOption('play again what changed whenever the batch file, a strategy or a file it imports is saved'),
  reporter: valueOption(reporterList, [], {
    describe:
      'NAME or NAME=PATH, several times: terminal, plain, json, ndjson, junit, github, markdown, csv, html; without PATH in the folder of the run',
  }),
  shard: valueOption(shard, null, {
    describe: 'play one part of the batch, such as 2/5; jbt merge joins the parts',
  }),
  dryRun: flagOption('show the plan and the expected time, and play nothing'),
  orders: flagOption("write every order of every backtest into the run's folder, as CSV"),
  baseline: valueOption(text.min(1, { error: 'a file' }), null, {
    describe: 'compare the results with this file of jbt baseline save; exit code 3 on drift',
  }),
  tolerance,
  debug: flagOption('tell debug lines: what the engine does, and what strategies log as debug'),
};
