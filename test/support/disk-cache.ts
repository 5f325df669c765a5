import { onTestFinished } from 'vitest';
import { type LmdbCache, openLmdbCache } from '../../src/adapters/cache-lmdb.ts';
import { type LmdbEnvironment, openEnvironment } from '../../src/adapters/lmdb/environment.ts';
import type { Clock } from '../../src/run/ports.ts';

/** A cache on disk and what it warned of; closed when the test is over. */
export interface DiskCache {
  readonly environment: LmdbEnvironment;
  readonly cache: LmdbCache;
  readonly warnings: readonly string[];
}

export function openDisk(folder: string, clock: Clock, budgetBytes = 2e9): DiskCache {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const environment = openEnvironment(folder, { access: 'write', check: 'quick', clock, warn });
  const cache = openLmdbCache({ environment, budgetBytes, clock, warn });
  onTestFinished(() => cache.close());
  return { environment, cache, warnings };
}
