import { type CandleStore, openCandleStore } from '../adapters/candles/lmdb/store.ts';
import { type LmdbEnvironment, openEnvironment } from '../adapters/lmdb/environment.ts';
import { systemClock } from '../adapters/system/clock.ts';
import { sha256 } from '../adapters/system/digest.ts';
import { JbtError } from '../model/errors.ts';
import type { Io } from './command.ts';
import { homeOf, shownPath } from './home.ts';
import { say } from './process/say.ts';

/** Open storage of a project. */
export interface Storage {
  readonly environment: LmdbEnvironment;
  readonly candles: CandleStore;
}

/**
 * Opens the storage of the project for one action. Damage is reported on standard error. Throws JbtError
 * `CacheUnavailable`, and `CandlesNotFound` with the folder.
 */
export async function withStorage<Value>(
  io: Io,
  action: (storage: Storage) => Value | Promise<Value>,
  check: 'quick' | 'whole' = 'quick',
): Promise<Value> {
  const warn = (message: string) => say(io.stderr, `warning: ${message}\n`);
  const environment = openEnvironment(homeOf(io).cache, { access: 'write', check, clock: systemClock, warn });
  try {
    const candles = openCandleStore({ environment, digest: sha256, warn });
    return await namingStore(io, () => action({ environment, candles }));
  } finally {
    await environment.close();
  }
}

/** Adds the folder to errors about missing candles: another project may have them. */
export async function namingStore<Value>(io: Io, action: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof JbtError) || error.code !== 'CandlesNotFound') throw error;
    throw new JbtError(error.code, `${error.message} (${storeText(io)})`);
  }
}

/** Location of the candles, for messages. */
export function storeText(io: Io): string {
  return `looked in ${shownPath(homeOf(io).cache, io)}`;
}
