import type { KindVerification } from '../../adapters/cache/lmdb/cache.ts';
import type { Compaction } from '../../adapters/lmdb/compact.ts';
import { CACHE_KINDS, type CacheKind, type CacheStatistics, type KindStatistics } from '../../run/cache-port.ts';

/** Statistics of the cache, and the size of its file, which holds candles as well. */
export interface DiskStatistics extends CacheStatistics {
  readonly folder: string;
  readonly fileBytes: number;
}

export function statisticsText(statistics: DiskStatistics): string {
  const kinds = CACHE_KINDS.map((kind) => `  ${kind.padEnd(8)} ${kindText(statistics[kind])}\n`);
  return `${statistics.folder}: ${megabytes(statistics.fileBytes)} with candles\n${kinds.join('')}`;
}

export function verificationText(found: Readonly<Record<CacheKind, KindVerification>>): string {
  const lines = CACHE_KINDS.map((kind) => {
    const { entries, corrupt } = found[kind];
    return `${kind}: ${entries} read, ${corrupt === 0 ? 'none damaged' : `${corrupt} damaged and removed`}\n`;
  });
  return lines.join('');
}

export function flushText(removed: Readonly<Record<CacheKind, number>>): string {
  return `removed ${removed.values} values and ${removed.results} results\n`;
}

export function compactionText({ before, after }: Compaction): string {
  return `${megabytes(before)} before, ${megabytes(after)} after\n`;
}

function kindText({ entries, bytes, hits, misses, hitRate, evictions, expired, corrupt }: KindStatistics): string {
  const share = hitRate === null ? '' : ` (${(hitRate * 100).toFixed(1)}%)`;
  const gone = `${evictions} evicted, ${expired} expired, ${corrupt} damaged`;
  return `${entries} of ${megabytes(bytes)}; ${hits} hits, ${misses} misses${share}; ${gone}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
