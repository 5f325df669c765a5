import { COLUMN_NAMES, type StoredCandles } from '../../model/candle.ts';
import type { MarketKey } from '../../model/market.ts';
import type { CacheDriver, CacheKind, CacheStatistics, ReadCounts } from '../cache-port.ts';
import type { CacheReport, CacheUse } from '../report.ts';

export interface CacheReportParts {
  readonly driver: CacheDriver;
  readonly candles: Readonly<Record<MarketKey, StoredCandles>>;
  /** Reads of this run. */
  readonly reads: Readonly<Record<CacheKind, ReadCounts>>;
  readonly before: CacheStatistics;
  readonly after: CacheStatistics;
}

/** Makes the cache part of a run's report. */
export function cacheReportOf({ driver, candles, reads, before, after }: CacheReportParts): CacheReport {
  const use = (kind: CacheKind): CacheUse => {
    const { hits, misses } = reads[kind];
    const { entries, bytes, evictions } = after[kind];
    const hitRate = hits + misses === 0 ? null : hits / (hits + misses);
    return { hits, misses, hitRate, entries, bytes, evictions: evictions - before[kind].evictions };
  };
  return { driver, candles: loadOf(candles), values: use('values'), results: use('results') };
}

function loadOf(candles: Readonly<Record<MarketKey, StoredCandles>>): CacheReport['candles'] {
  const all = Object.values(candles);
  const bytes = all.reduce((sum, { length }) => sum + length * COLUMN_NAMES.length * Float64Array.BYTES_PER_ELEMENT, 0);
  return { markets: all.length, bytes };
}
