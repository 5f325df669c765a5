import { JbtError } from '../../../model/errors.ts';

/** Address of Redis, and the number of the channel. */
export interface RedisSettings {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly username: string | null;
  readonly password: string | null;
  readonly tls: boolean;
  /** Number of the channel `{appPort}:channel:1`; Jesse's dashboard listens on that of its own port. */
  readonly appPort: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const APP_PORT = '9000';
const REDIS_PORT = '6379';
const HIGHEST_PORT = 65_535;

/**
 * The Redis of `--redis URL`, else of REDIS_HOST, REDIS_PORT, REDIS_DB and REDIS_PASSWORD; null when none is configured.
 * Throws InvalidOption for a value that cannot be used.
 */
export function redisSettings(env: Environment, flag?: string): RedisSettings | null {
  const appPort = (): number => wholeNumber('APP_PORT', env.APP_PORT || APP_PORT, 1, HIGHEST_PORT);
  if (flag !== undefined) return { ...settingsOfUrl(flag), appPort: appPort() };
  if (!env.REDIS_HOST) return null;
  return {
    host: env.REDIS_HOST,
    port: wholeNumber('REDIS_PORT', env.REDIS_PORT || REDIS_PORT, 1, HIGHEST_PORT),
    db: wholeNumber('REDIS_DB', env.REDIS_DB || '0', 0, Number.MAX_SAFE_INTEGER),
    username: null,
    password: env.REDIS_PASSWORD || null,
    tls: false,
    appPort: appPort(),
  };
}

function settingsOfUrl(flag: string): Omit<RedisSettings, 'appPort'> {
  const url = URL.canParse(flag) ? new URL(flag) : null;
  if (url === null || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '') throw invalidUrl();
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: wholeNumber('--redis, port', url.port || REDIS_PORT, 1, HIGHEST_PORT),
    db: wholeNumber('--redis, database', url.pathname.slice(1) || '0', 0, Number.MAX_SAFE_INTEGER),
    username: decoded(url.username) || null,
    password: decoded(url.password) || null,
    tls: url.protocol === 'rediss:',
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
