import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Requests that the library in a project got. */
export interface CcxtCalls {
  readonly options: readonly object[];
  /** `fetchOHLCV` as symbol, timeframe, since, limit. */
  readonly fetches: readonly (readonly [symbol: string, timeframe: string, since: number, limit: number | undefined])[];
}

/** Behaviour of the exchange of the library. */
export interface CcxtScript {
  /** Rows that the exchange has, by symbol. */
  readonly rows: Readonly<Record<string, readonly (readonly (number | null)[])[]>>;
  readonly limit: number;
  /** `after`: the first rows from `since` on, however late; `window`: rows of the next `limit` minutes; `latest`: the last. */
  readonly answers: 'after' | 'window' | 'latest';
  /** Names of errors that the next calls throw; null for none. */
  readonly errors?: readonly (string | null)[];
  readonly timeframes?: Readonly<Record<string, string>>;
  readonly tellsLimit?: boolean;
}

/** Installs a library with ccxt's documented interface into a project, and returns the calls it gets. */
export function installCcxt(project: string, script: CcxtScript): CcxtCalls {
  const folder = join(project, 'node_modules/ccxt');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'ccxt', version: '4.5.0', main: 'ccxt.cjs' }));
  writeFileSync(join(folder, 'script.json'), JSON.stringify({ errors: [], tellsLimit: true, ...script }));
  writeFileSync(join(folder, 'ccxt.cjs'), LIBRARY);
  return createRequire(join(project, 'package.json'))('ccxt').calls;
}

const LIBRARY = `
const { rows, limit, answers, errors, tellsLimit, timeframes } = require('./script.json');
const calls = { options: [], fetches: [] };

class BaseError extends Error {}
class ExchangeError extends BaseError { name = 'ExchangeError'; }
class NetworkError extends BaseError { name = 'NetworkError'; }
class RateLimitExceeded extends NetworkError { name = 'RateLimitExceeded'; }
const classes = { ExchangeError, NetworkError, RateLimitExceeded };

class tinyex {
  has = { fetchOHLCV: true };
  timeframes = timeframes ?? { '1m': '1' };
  constructor(options) { calls.options.push(options); }
  async loadMarkets() { return Object.fromEntries(Object.keys(rows).map((symbol) => [symbol, { symbol }])); }
  featureValue(symbol, method, name) { return tellsLimit && method === 'fetchOHLCV' && name === 'limit' ? limit : undefined; }
  async fetchOHLCV(symbol, timeframe, since, asked) {
    calls.fetches.push([symbol, timeframe, since, asked]);
    const error = errors.shift();
    if (error) throw new classes[error](error + ' of tinyex');
    if (answers === 'latest') return rows[symbol].slice(-limit);
    const after = rows[symbol].filter(([time]) => time >= since);
    const end = since + limit * 60000;
    return (answers === 'window' ? after.filter(([time]) => time < end) : after).slice(0, asked ?? limit);
  }
}

module.exports = { exchanges: ['tinyex'], tinyex, ...classes, calls };
`;
