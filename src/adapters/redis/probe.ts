import { Redis } from 'ioredis';
import { addressOf, reasonOf } from './address.ts';
import type { RedisSettings } from './settings.ts';

/** Answer of a Redis that was asked what it is. */
export type RedisProbe =
  | { readonly kind: 'reached'; readonly version: string; readonly policy: string | null }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** Longest wait for a connection, and for each answer. */
const LONGEST_WAIT_MS = 2_000;

/** Asks Redis for its version and its `maxmemory-policy`. It ends within six seconds and never rejects. */
export async function probeRedis(settings: RedisSettings): Promise<RedisProbe> {
  const redis = new Redis({
    ...addressOf(settings),
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    connectTimeout: LONGEST_WAIT_MS,
    commandTimeout: LONGEST_WAIT_MS,
    retryStrategy: () => null,
  });
  let reason: string | null = null;
  redis.on('error', (error: Error) => {
    reason ??= reasonOf(error);
  });
  try {
    await redis.connect();
    const [, version = 'of unknown version'] = /^redis_version:(\S+)/m.exec(await redis.info('server')) ?? [];
    // A server may refuse CONFIG to its clients.
    const policy = await redis.config('GET', 'maxmemory-policy').catch(() => null);
    return { kind: 'reached', version, policy: Array.isArray(policy) ? String(policy[1]) : null };
  } catch (error) {
    return { kind: 'unreachable', reason: reason ?? (error instanceof Error ? reasonOf(error) : String(error)) };
  } finally {
    redis.disconnect();
  }
}
