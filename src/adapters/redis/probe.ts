import { askRedis } from './ask.ts';
import type { RedisSettings } from './settings.ts';

/** Answer of a Redis that was asked what it is. */
export type RedisProbe =
  | { readonly kind: 'reached'; readonly version: string; readonly policy: string | null }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** Asks Redis for its version and its `maxmemory-policy`. It ends within six seconds and never rejects. */
export async function probeRedis(settings: RedisSettings): Promise<RedisProbe> {
  const asked = await askRedis(settings, async (redis) => {
    const [, version = 'of unknown version'] = /^redis_version:(\S+)/m.exec(await redis.info('server')) ?? [];
    // A server may refuse CONFIG to its clients.
    const policy = await redis.config('GET', 'maxmemory-policy').catch(() => null);
    return { version, policy: Array.isArray(policy) ? String(policy[1]) : null };
  });
  return asked.kind === 'answered' ? { kind: 'reached', ...asked.answer } : asked;
}
