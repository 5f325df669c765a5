import { type LmdbCache, openLmdbCache } from '../../adapters/cache/lmdb/cache.ts';
import { openMemoryCache } from '../../adapters/cache/memory.ts';
import { openNoCache } from '../../adapters/cache/none.ts';
import { openEnvironment } from '../../adapters/lmdb/environment.ts';
import { JbtError } from '../../model/errors.ts';
import type { Cache, CacheDriver } from '../../run/cache-port.ts';
import type { Clock } from '../../run/ports.ts';

/** Default of `--cache-size`. */
export const DEFAULT_CACHE_BYTES = 2_000_000_000;

export interface CacheOptions {
  readonly driver: CacheDriver;
  /** Folder of the LMDB environment. */
  readonly folder: string;
  readonly budgetBytes: number;
  readonly clock: Clock;
  /** Is told why nothing is kept, or that a damaged environment was begun anew. */
  readonly warn: (message: string) => void;
}

/** Opens a cache for the coordinator's main thread. A cache that cannot be opened keeps nothing: no run needs it. */
export function openCache(options: CacheOptions): Cache {
  switch (options.driver) {
    case 'lmdb':
      return openOrNone(options);
    case 'memory':
      return openMemoryCache(options);
    case 'none':
      return openNoCache();
  }
}

/** Opens the cache on disk. Throws JbtError `CacheUnavailable`. */
export function openDiskCache(options: Omit<CacheOptions, 'driver'>, check: 'quick' | 'whole' = 'quick'): LmdbCache {
  const { folder, clock, warn } = options;
  return openLmdbCache({ ...options, environment: openEnvironment(folder, { access: 'write', check, clock, warn }) });
}

function openOrNone(options: CacheOptions): Cache {
  try {
    return openDiskCache(options);
  } catch (error) {
    if (!(error instanceof JbtError)) throw error;
    options.warn(`${error.message}; nothing is kept`);
    return openNoCache();
  }
}
