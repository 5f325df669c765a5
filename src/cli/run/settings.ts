import { z } from 'zod';
import { type RedisSettings, redisSettings } from '../../adapters/reporters/redis/settings.ts';
import { usableCores } from '../../adapters/system/cores.ts';
import { METRICS } from '../../metrics/index.ts';
import { HOUR, MINUTE, SECOND } from '../../model/time.ts';
import { suggestion } from '../../run/text/nearest.ts';
import { type CacheSettings, cacheFields } from '../cache/settings.ts';
import type { Io } from '../command.ts';
import { optionError, sizeOption } from '../options.ts';

/** How `jbt run` plays and prints; what it plays is in `run-options.ts`. */
export interface RunSettings extends CacheSettings {
  readonly threads: number;
  /** Plays in the main thread instead of workers. */
  readonly inline: boolean;
  readonly timeoutMs: number | null;
  /** What a worker may use for one backtest; null for a share of the machine's. */
  readonly memoryBytes: number | null;
  /** Null for what the table chooses. */
  readonly sort: string | null;
  readonly top: number | null;
  readonly json: boolean;
  /** Writes what becomes of every order into files. */
  readonly debug: boolean;
  /** Writes the closed trades into files. */
  readonly trades: boolean;
  /** Null for none. */
  readonly redis: RedisSettings | null;
}

const UNITS_MS = { ms: 1, s: SECOND, m: MINUTE, h: HOUR } as const;
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;

const WHOLE = { error: 'a whole number from 1' };
const wholeFromOne = z
  .string(WHOLE)
  .regex(/^[1-9]\d{0,8}$/, WHOLE)
  .transform(Number);

const TIME = { error: 'a time such as 500ms, 2s or 5m' };
const duration = z
  .string(TIME)
  .refine((text) => millisecondsOf(text) > 0, TIME)
  .transform(millisecondsOf);

const metric = z.enum(
  METRICS.map(({ name }) => name),
  {
    error: ({ input }) =>
      `a metric${suggestion(
        String(input),
        METRICS.map(({ name }) => name),
      )}`,
  },
);

/** How an answer is printed; null for what the table chooses. */
export const answerFields = {
  sort: metric.nullable().default(null),
  top: wholeFromOne.nullable().default(null),
  json: z.boolean({ error: 'given once' }).default(false),
};

const settings = z.object({
  ...answerFields,
  ...cacheFields,
  parallel: wholeFromOne.optional(),
  inline: z.boolean({ error: 'given once' }).default(false),
  timeout: duration.optional(),
  memory: sizeOption('64MB').nullable().default(null),
  debug: z.boolean({ error: 'given once' }).default(false),
  trades: z.boolean({ error: 'given once' }).default(false),
  redis: z.string({ error: 'given once' }).optional(),
});

/** Checks the options, and what the environment says of Redis. Throws JbtError `InvalidOption`. */
export function readRunSettings(options: Readonly<Record<string, unknown>>, env: Io['env']): RunSettings {
  const parsed = settings.safeParse(options, { reportInput: true });
  if (!parsed.success) throw optionError(parsed.error.issues[0], []);
  const { parallel, inline, timeout, memory, sort, top, json, debug, trades, redis, cache, cacheSize, fresh } =
    parsed.data;
  return {
    threads: inline ? 1 : (parallel ?? usableCores()),
    inline,
    timeoutMs: timeout ?? null,
    memoryBytes: memory,
    sort,
    top,
    json,
    debug,
    trades,
    redis: redisSettings(env, redis),
    cacheDriver: cache ?? null,
    cacheBytes: cacheSize,
    fresh,
  };
}

/** NaN for what is no duration. */
function millisecondsOf(text: string): number {
  const [, amount, unit] = DURATION.exec(text) ?? [];
  return Number(amount) * UNITS_MS[unit as keyof typeof UNITS_MS];
}
