import type { RedisOptions } from 'ioredis';
import type { RedisSettings } from './settings.ts';

/** Options of a connection that say where Redis is. */
export function addressOf({ host, port, db, username, password, tls }: RedisSettings) {
  return {
    host,
    port,
    db,
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
    // RESP 2, which every server speaks: jbt needs nothing newer.
    protocol: 2,
  } satisfies RedisOptions;
}

/** A host with several addresses fails with an AggregateError, which has a code but no message. */
export function reasonOf(error: Error): string {
  if (error.message !== '') return error.message;
  return 'code' in error ? String(error.code) : error.name;
}
