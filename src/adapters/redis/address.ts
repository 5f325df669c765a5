import type { RedisOptions } from 'ioredis';
import type { RedisSettings, TlsFiles } from './settings.ts';

/** Options of a connection that say where Redis is. */
export function addressOf({ host, port, db, username, password, tls }: RedisSettings) {
  return {
    host,
    port,
    db,
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(tls === null ? {} : { tls: optionsOf(tls) }),
    // RESP 2, which every server speaks: jbt needs nothing newer.
    protocol: 2,
  } satisfies RedisOptions;
}

function optionsOf({ ca, cert, key }: TlsFiles): NonNullable<RedisOptions['tls']> {
  return { ...(ca === null ? {} : { ca }), ...(cert === null ? {} : { cert }), ...(key === null ? {} : { key }) };
}

/** A host with several addresses fails with an AggregateError, which has a code but no message. */
export function reasonOf(error: Error): string {
  if (error.message !== '') return error.message;
  return 'code' in error ? String(error.code) : error.name;
}
