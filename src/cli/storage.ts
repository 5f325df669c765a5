import { type CandleStore, openCandleStore } from '../adapters/candles-lmdb.ts';
import { systemClock } from '../adapters/clock-system.ts';
import { sha256 } from '../adapters/digest-node.ts';
import { type LmdbEnvironment, openEnvironment } from '../adapters/lmdb/environment.ts';
import type { Surroundings } from './command.ts';
import { homeOf } from './home.ts';

/** What a project has stored, open. */
export interface Storage {
  readonly environment: LmdbEnvironment;
  readonly candles: CandleStore;
}

/**
 * Opens what the project has stored for the time of an action, and closes it after. What is found damaged is told on
 * standard error. Throws JbtError `CacheUnavailable`.
 */
export async function withStorage<Value>(
  surroundings: Surroundings,
  action: (storage: Storage) => Value | Promise<Value>,
  check: 'quick' | 'whole' = 'quick',
): Promise<Value> {
  const warn = (message: string) => surroundings.stderr.write(`warning: ${message}\n`);
  const environment = openEnvironment(homeOf(surroundings).cache, { access: 'write', check, clock: systemClock, warn });
  try {
    return await action({ environment, candles: openCandleStore({ environment, digest: sha256, warn }) });
  } finally {
    await environment.close();
  }
}
