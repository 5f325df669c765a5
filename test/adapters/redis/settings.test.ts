import { describe, expect, it } from 'vitest';
import { redisSettings } from '../../../src/adapters/redis/settings.ts';
import { JbtError } from '../../../src/model/errors.ts';

const LOCAL = {
  ...{ host: '127.0.0.1', port: 6379, db: 0, username: null, password: null },
  ...{ tls: null, appPort: 9000, prefix: 'jbt:' },
};
const NO_FILES = { ca: null, cert: null, key: null };

describe('the settings of Redis', () => {
  it.each([
    ['nothing', {}, undefined, null],
    ['an empty host', { REDIS_HOST: '', REDIS_PORT: '1' }, undefined, null],
    ['a host', { REDIS_HOST: '127.0.0.1' }, undefined, LOCAL],
    ['empty values', { REDIS_HOST: '127.0.0.1', REDIS_PORT: '', REDIS_PASSWORD: '' }, undefined, LOCAL],
    [
      'every variable',
      {
        ...{ REDIS_HOST: 'there', REDIS_PORT: '7000', REDIS_DB: '3', REDIS_USERNAME: 'me', REDIS_PASSWORD: 'a b' },
        ...{ REDIS_TLS: 'true', REDIS_PREFIX: 'team:', APP_PORT: '9001' },
      },
      undefined,
      {
        ...{ host: 'there', port: 7000, db: 3, username: 'me', password: 'a b', tls: NO_FILES },
        ...{ prefix: 'team:', appPort: 9001 },
      },
    ],
    ['a short address', {}, 'redis://127.0.0.1', LOCAL],
    [
      'an address before the variables',
      { REDIS_HOST: 'there', REDIS_PASSWORD: 'x', APP_PORT: '9001' },
      'rediss://me:p%40ss@[::1]:7000/2',
      {
        ...{ ...LOCAL, host: '::1', port: 7000, db: 2, username: 'me', password: 'p@ss', tls: NO_FILES },
        ...{ appPort: 9001 },
      },
    ],
  ])('come from %s', (_title, env: Record<string, string>, flag: string | undefined, settings) => {
    expect(redisSettings(env, flag)).toEqual(settings);
  });

  it.each([
    [{ REDIS_HOST: 'h', REDIS_PORT: 'x' }, undefined, 'REDIS_PORT: expected a whole number from 1 to 65535, found "x"'],
    [
      { REDIS_HOST: 'h', REDIS_PORT: '70000' },
      undefined,
      'REDIS_PORT: expected a whole number from 1 to 65535, found "70000"',
    ],
    [{ REDIS_HOST: 'h', REDIS_DB: '-1' }, undefined, 'REDIS_DB: expected a whole number from 0 up, found "-1"'],
    [{ REDIS_HOST: 'h', REDIS_TLS: 'yes' }, undefined, 'REDIS_TLS: expected 1 or 0, found "yes"'],
    [
      { REDIS_HOST: 'h', REDIS_PREFIX: 'two words' },
      undefined,
      'REDIS_PREFIX: expected up to 100 visible ASCII characters such as team:jbt:, found "two words"',
    ],
    [
      { REDIS_TLS_CA: '/nowhere.pem' },
      'rediss://h',
      "REDIS_TLS_CA: expected a PEM file that can be read: ENOENT: no such file or directory, open '/nowhere.pem'",
    ],
    [{ REDIS_HOST: 'h', APP_PORT: '0' }, undefined, 'APP_PORT: expected a whole number from 1 to 65535, found "0"'],
    [{}, 'localhost:6379', '--redis: expected an address such as redis://:password@127.0.0.1:6379/0'],
    [{}, 'http://:secret@h', '--redis: expected an address such as redis://:password@127.0.0.1:6379/0'],
    [{}, 'redis://:50%@h', '--redis: expected an address such as redis://:password@127.0.0.1:6379/0'],
    [{}, 'redis://h/one', '--redis, database: expected a whole number from 0 up, found "one"'],
  ])('%j and %s are refused', (env: Record<string, string>, flag, message) => {
    expect(() => redisSettings(env, flag)).toThrow(new JbtError('InvalidOption', message));
  });
});
