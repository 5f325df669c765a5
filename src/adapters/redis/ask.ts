import { Redis } from 'ioredis';
import { addressOf, reasonOf } from './address.ts';
import type { RedisSettings } from './settings.ts';

/** Answer of a Redis, or the reason in words why there is none. */
export type Asked<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** Longest wait for a connection, and for each answer. */
const LONGEST_WAIT_MS = 2_000;

/** Asks over a connection of its own. It never tries twice, and never rejects. */
export async function askRedis<Answer>(
  settings: RedisSettings,
  question: (redis: Redis) => Promise<Answer>,
): Promise<Asked<Answer>> {
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
    return { kind: 'answered', answer: await question(redis) };
  } catch (error) {
    return { kind: 'unreachable', reason: reason ?? (error instanceof Error ? reasonOf(error) : String(error)) };
  } finally {
    redis.disconnect();
  }
}
