import { emptyTotals, forEachKind, statisticsOf } from '../../run/cache/counts.ts';
import type { Cache } from '../../run/cache-port.ts';

/** Opens a cache that keeps nothing. */
export function openNoCache(): Cache {
  return {
    driver: 'none',
    get: () => null,
    has: () => false,
    takeFindings: () => null,
    set: () => false,
    setMany: () => 0,
    delete: () => false,
    note() {},
    flush: () => 0,
    sweep() {},
    statistics: () => forEachKind(() => statisticsOf(emptyTotals())),
    close: () => Promise.resolve(),
  };
}
