import type { Argv } from 'yargs';
import { z } from 'zod';
import { CACHE_DRIVERS, type CacheDriver } from '../run/cache-port.ts';
import { DEFAULT_CACHE_BYTES } from './cache-open.ts';

/** How a run uses the cache. */
export interface CacheSettings {
  /** Null for what the batch says. */
  readonly cacheDriver: CacheDriver | null;
  readonly cacheBytes: number;
  /** Plays everything anew, and keeps it. */
  readonly fresh: boolean;
}

const BYTES = { kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 } as const;
const SIZE = /^(\d+(?:\.\d+)?) ?(kb|mb|gb|tb)$/i;

const driver = z.enum(CACHE_DRIVERS, { error: CACHE_DRIVERS.join(', ').replace(/, (?=\w+$)/, ' or ') });
const SIZE_ERROR = { error: 'a size such as 500MB or 2GB' };

/** What yargs makes of the options: `--no-cache` is false. */
export const cacheFields = {
  cache: z.preprocess((cache) => (cache === false ? 'none' : cache), driver.optional()),
  cacheSize: z
    .string(SIZE_ERROR)
    .refine((text) => bytesOf(text) > 0, SIZE_ERROR)
    .transform(bytesOf)
    .default(DEFAULT_CACHE_BYTES),
  fresh: z.boolean({ error: 'given once' }).default(false),
};

/** Adds the options that say how a run uses the cache. */
export function addCacheOptions(yargs: Argv): Argv {
  const group = 'What is kept between runs:';
  return yargs
    .option('cache', {
      type: 'string',
      group,
      describe: 'lmdb: on disk (default); memory: for this run; none, or --no-cache: nothing is read or written',
    })
    .option('cache-size', { type: 'string', group, describe: 'what it may take on disk, such as 500MB; default: 2GB' })
    .option('fresh', { type: 'boolean', group, describe: 'play everything anew, whatever results are kept' });
}

/** NaN for what is no size. */
function bytesOf(text: string): number {
  const [, amount, unit = ''] = SIZE.exec(text) ?? [];
  return Number(amount) * BYTES[unit.toLowerCase() as keyof typeof BYTES];
}
