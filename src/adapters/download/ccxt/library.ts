import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { JbtError } from '../../../model/errors.ts';
import { suggestion } from '../../../run/text/nearest.ts';
import { OWN_PACKAGE } from '../../system/package.ts';

/** The part of ccxt's documented interface that is used. */
export interface CcxtExchange {
  readonly has: Readonly<Record<string, unknown>>;
  readonly timeframes?: Readonly<Record<string, unknown>>;
  loadMarkets(): Promise<Readonly<Record<string, unknown>>>;
  /** Milliseconds, open, high, low, close, volume. */
  fetchOHLCV(symbol: string, timeframe: string, since?: number, limit?: number): Promise<readonly CcxtRow[]>;
  /** Limits of calls; missing in versions before 4.4. */
  featureValue?(symbol: string, method: string, name: string): unknown;
}

export type CcxtRow = readonly (number | null | undefined)[];

/** An exchange, and the test for errors that may be over at the next attempt. */
export interface OpenedExchange {
  readonly exchange: CcxtExchange;
  isPassing(error: unknown): boolean;
}

interface CcxtLibrary extends Readonly<Record<string, unknown>> {
  readonly exchanges: readonly string[];
}

type ExchangeClass = new (options: Readonly<Record<string, unknown>>) => CcxtExchange;

const TIMEOUT_MS = 30_000;

/** Opens an exchange of the ccxt in a project. Throws JbtError `MissingLibrary`, and `InvalidOption` for an unknown id. */
export async function openExchange(id: string, project: string): Promise<OpenedExchange> {
  const library = await loadLibrary(project);
  const exchangeClass = library[id];
  if (!library.exchanges.includes(id) || !isExchangeClass(exchangeClass)) {
    throw new JbtError(
      'InvalidOption',
      `--from: ccxt has no exchange "${id}"${suggestion(id, library.exchanges)}; ${library.exchanges.length} are listed at https://docs.ccxt.com`,
    );
  }
  const { NetworkError } = library;
  return {
    exchange: new exchangeClass({ enableRateLimit: true, timeout: TIMEOUT_MS }),
    isPassing: (error) => typeof NetworkError === 'function' && error instanceof NetworkError,
  };
}

async function loadLibrary(project: string): Promise<CcxtLibrary> {
  const path = pathOf(project);
  const library = await load(path);
  if (isLibrary(library)) return library;
  throw new JbtError('MissingLibrary', `${path} is not the library ccxt: npm install ccxt`);
}

async function load(path: string): Promise<unknown> {
  try {
    const loaded: unknown = await import(pathToFileURL(path).href);
    return isRecord(loaded) ? (loaded.default ?? loaded) : loaded;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new JbtError('MissingLibrary', `${path} cannot be loaded (${reason}): npm install ccxt`);
  }
}

function pathOf(project: string): string {
  try {
    return createRequire(import.meta.url).resolve('ccxt', { paths: [project, OWN_PACKAGE] });
  } catch {
    throw new JbtError(
      'MissingLibrary',
      '--from ccxt needs the library ccxt, which is not installed: npm install ccxt',
    );
  }
}

function isLibrary(value: unknown): value is CcxtLibrary {
  return (isRecord(value) || typeof value === 'function') && 'exchanges' in value && Array.isArray(value.exchanges);
}

function isExchangeClass(value: unknown): value is ExchangeClass {
  return typeof value === 'function';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
