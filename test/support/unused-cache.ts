import type { CacheReport } from '../../src/run/report.ts';

const UNUSED = { hits: 0, misses: 0, hitRate: null, entries: 0, bytes: 0, evictions: 0 };

/** The report of a cache that is turned off. */
export const UNUSED_CACHE: CacheReport = {
  driver: 'none',
  candles: { markets: 0, bytes: 0 },
  values: UNUSED,
  results: UNUSED,
};
