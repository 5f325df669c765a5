import type { Argv } from 'yargs';
import { z } from 'zod';
import { CACHE_DRIVERS, type CacheDriver } from '../../run/cache-port.ts';
import { sizeOption } from '../options.ts';
import { DEFAULT_CACHE_BYTES } from './open.ts';

/** How a run uses the cache. */
export interface CacheSettings {
  /** Null for what the batch says. */
  readonly cacheDriver: CacheDriver | null;
  readonly cacheBytes: number;
  /** Plays everything anew, also what an interrupted run has done, and keeps it. */
  readonly fresh: boolean;
}

const driver = z.enum(CACHE_DRIVERS, { error: CACHE_DRIVERS.join(', ').replace(/, (?=\w+$)/, ' or ') });

/** What yargs makes of the options: `--no-cache` is false. */
export const cacheFields = {
  cache: z.preprocess((cache) => (cache === false ? 'none' : cache), driver.optional()),
  cacheSize: sizeOption('1KB').default(DEFAULT_CACHE_BYTES),
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
    .option('fresh', {
      type: 'boolean',
      group,
      describe: 'begin a new run and play everything anew, whatever is kept',
    });
}
