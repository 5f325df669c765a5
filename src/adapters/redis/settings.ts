import { readFileSync } from 'node:fs';
import { JbtError } from '../../model/errors.ts';

/** Files of TLS as text; null leaves the choice to Node. */
export interface TlsFiles {
  /** Certificates of the authorities that are trusted. */
  readonly ca: string | null;
  /** Certificate and key of this client, for servers that ask for one. */
  readonly cert: string | null;
  readonly key: string | null;
}

/** Address of Redis, the number of the channel, and the beginning of keys. */
export interface RedisSettings {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly username: string | null;
  readonly password: string | null;
  /** Null without TLS. */
  readonly tls: TlsFiles | null;
  /** Number of the channel `{appPort}:channel:1`; Jesse's dashboard listens on that of its own port. */
  readonly appPort: number;
  /** Beginning of every key and of the control channel; a user of an ACL may be held to it. */
  readonly prefix: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const APP_PORT = '9000';
const REDIS_PORT = '6379';
const PREFIX = 'jbt:';
const HIGHEST_PORT = 65_535;

/**
 * The Redis of `--redis URL`, else of REDIS_HOST and the variables beside it; null when none is configured. Throws
 * InvalidOption for a value that cannot be used.
 */
export function redisSettings(env: Environment, flag?: string): RedisSettings | null {
  const address = flag === undefined ? addressIn(env) : settingsOfUrl(flag, env);
  if (address === null) return null;
  return {
    ...address,
    appPort: wholeNumber('APP_PORT', env.APP_PORT || APP_PORT, 1, HIGHEST_PORT),
    prefix: prefixIn(env),
  };
}

type Address = Omit<RedisSettings, 'appPort' | 'prefix'>;

function addressIn(env: Environment): Address | null {
  if (!env.REDIS_HOST) return null;
  return {
    host: env.REDIS_HOST,
    port: wholeNumber('REDIS_PORT', env.REDIS_PORT || REDIS_PORT, 1, HIGHEST_PORT),
    db: wholeNumber('REDIS_DB', env.REDIS_DB || '0', 0, Number.MAX_SAFE_INTEGER),
    username: env.REDIS_USERNAME || null,
    password: env.REDIS_PASSWORD || null,
    tls: isOn('REDIS_TLS', env.REDIS_TLS) ? tlsFilesIn(env) : null,
  };
}

function isOn(name: string, text: string | undefined): boolean {
  if (['1', 'true'].includes(text ?? '')) return true;
  if (['', '0', 'false'].includes(text ?? '')) return false;
  throw new JbtError('InvalidOption', `${name}: expected 1 or 0, found "${text}"`);
}

function tlsFilesIn(env: Environment): TlsFiles {
  const read = (name: string): string | null => {
    const path = env[name];
    if (!path) return null;
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new JbtError('InvalidOption', `${name}: expected a PEM file that can be read: ${reason}`);
    }
  };
  return { ca: read('REDIS_TLS_CA'), cert: read('REDIS_TLS_CERT'), key: read('REDIS_TLS_KEY') };
}

function prefixIn(env: Environment): string {
  const prefix = env.REDIS_PREFIX || PREFIX;
  if (/^[!-~]{1,100}$/.test(prefix)) return prefix;
  throw new JbtError(
    'InvalidOption',
    `REDIS_PREFIX: expected up to 100 visible ASCII characters such as team:jbt:, found ${JSON.stringify(prefix)}`,
  );
}

function settingsOfUrl(flag: string, env: Environment): Address {
  const url = URL.canParse(flag) ? new URL(flag) : null;
  if (url === null || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '') throw invalidUrl();
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: wholeNumber('--redis, port', url.port || REDIS_PORT, 1, HIGHEST_PORT),
    db: wholeNumber('--redis, database', url.pathname.slice(1) || '0', 0, Number.MAX_SAFE_INTEGER),
    username: decoded(url.username) || null,
    password: decoded(url.password) || null,
    tls: url.protocol === 'rediss:' ? tlsFilesIn(env) : null,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidUrl();
  }
}

function invalidUrl(): JbtError {
  // The message omits the address, which may contain a password.
  return new JbtError('InvalidOption', '--redis: expected an address such as redis://:password@127.0.0.1:6379/0');
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  const allowed = max === HIGHEST_PORT ? `from ${min} to ${max}` : `from ${min} up`;
  throw new JbtError('InvalidOption', `${name}: expected a whole number ${allowed}, found "${text}"`);
}
