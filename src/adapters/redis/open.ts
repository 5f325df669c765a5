import { Redis } from 'ioredis';
import { addressOf, reasonOf } from './address.ts';
import type { RedisSettings } from './settings.ts';

const LONGEST_PAUSE_MS = 1_000;

/** Options of a connection that waits for a server that is away, and sends then what was asked meanwhile. */
export function lastingConnection(settings: RedisSettings) {
  return {
    ...addressOf(settings),
    maxRetriesPerRequest: null,
    retryStrategy: (times: number) => Math.min(50 * 2 ** times, LONGEST_PAUSE_MS),
  };
}

/** Opens a connection that lasts until it is closed. `lost` hears once why it failed, until it is back. */
export function openRedis(settings: RedisSettings, lost: (reason: string) => void): Redis {
  let isTold = false;
  const redis = new Redis(lastingConnection(settings));
  redis.on('ready', () => {
    isTold = false;
  });
  redis.on('error', (error: Error) => {
    if (!isTold) lost(reasonOf(error));
    isTold = true;
  });
  return redis;
}
