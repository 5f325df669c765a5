import { CACHE_KINDS, type CacheKind, type KindStatistics, type ReadCounts } from '../cache-port.ts';

/** Running totals of a kind. */
export interface KindTotals {
  entries: number;
  bytes: number;
  hits: number;
  misses: number;
  evictions: number;
  expired: number;
  corrupt: number;
}

/** Calls `make` for each kind. */
export function forEachKind<Value>(make: (kind: CacheKind) => Value): Record<CacheKind, Value> {
  return { values: make('values'), results: make('results') };
}

export function emptyTotals(): KindTotals {
  return { entries: 0, bytes: 0, hits: 0, misses: 0, evictions: 0, expired: 0, corrupt: 0 };
}

export function statisticsOf(totals: KindTotals): KindStatistics {
  const reads = totals.hits + totals.misses;
  return { ...totals, hitRate: reads === 0 ? null : totals.hits / reads };
}

/** Adds the reads of a reader to the totals. */
export function addReads(totals: Record<CacheKind, KindTotals>, counts: Readonly<Record<CacheKind, ReadCounts>>): void {
  for (const kind of CACHE_KINDS) {
    totals[kind].hits += counts[kind].hits;
    totals[kind].misses += counts[kind].misses;
  }
}
