import { onTestFinished } from 'vitest';
import { type LmdbCache, openLmdbCache } from '../../src/adapters/cache/lmdb/cache.ts';
import { type LmdbEnvironment, openEnvironment } from '../../src/adapters/lmdb/environment.ts';
import type { Clock } from '../../src/run/ports.ts';
import { entryContent } from './entry-content.ts';
import { testProcess } from './test-process.ts';

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

/** Arguments of Node that run the process which writes numbered entries. */
export function cacheProcess(folder: string, name: string, entries: number): readonly string[] {
  return testProcess('writing-cache', `--folder=${folder}`, `--name=${name}`, `--entries=${entries}`);
}

/** Returns the keys whose entries are missing or wrong. */
export function wrongEntries(cache: LmdbCache, keys: readonly string[]): readonly string[] {
  return keys.filter((key) => !entryContent(key).equals(cache.get('results', key) ?? Buffer.of()));
}
