import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JbtError } from '../../../model/errors.ts';
import { DEFAULT_FEES } from '../../../model/exchange.ts';
import { type Market, marketKey } from '../../../model/market.ts';
import { formatDate, type TimeRange, type Timestamp } from '../../../model/time.ts';
import { suggestion } from '../../../run/text/nearest.ts';
import { downloadFailed, PassingFailure, withRetries } from '../retry.ts';
import type { DownloadRequest, DownloadSource, Fetched, SourceParts } from '../source.ts';
import { type CcxtExchange, type CcxtRow, type OpenedExchange, openExchange } from './library.ts';
import { pagesOf } from './pages.ts';
import { ccxtSymbols } from './symbols.ts';

const HEADER = 'timestamp,open,high,low,close,volume\n';

/** The candles of an exchange's own interface, through the library ccxt of a project. */
export async function ccxtSource(id: string, project: string, parts: SourceParts): Promise<DownloadSource> {
  const name = `ccxt:${id}`;
  const opened = await openExchange(id, project);
  refuseWithoutMinutes(name, opened.exchange);
  return new CcxtSource(name, id, opened, parts);
}

function refuseWithoutMinutes(name: string, { has, timeframes }: CcxtExchange): void {
  if (!has.fetchOHLCV) throw new JbtError('InvalidOption', `--from: ${name} has no candles`);
  if (timeframes === undefined || Object.hasOwn(timeframes, '1m')) return;
  throw new JbtError(
    'InvalidOption',
    `--from: ${name} has no 1m candles, only ${Object.keys(timeframes).join(', ') || 'none'}`,
  );
}

class CcxtSource implements DownloadSource {
  readonly name: string;
  readonly #id: string;
  readonly #opened: OpenedExchange;
  readonly #parts: SourceParts;
  /** Times before which a symbol has no candles, as far as pages have told. */
  readonly #firstCandles = new Map<string, Timestamp>();

  constructor(name: string, id: string, opened: OpenedExchange, parts: SourceParts) {
    this.name = name;
    this.#id = id;
    this.#opened = opened;
    this.#parts = parts;
  }

  async check(market: Market, signal: AbortSignal): Promise<void> {
    this.#refuseOtherExchange(market);
    await this.#symbolOf(market, signal);
  }

  async fetch(request: DownloadRequest): Promise<Fetched> {
    const { market, range, folder, signal } = request;
    const symbol = await this.#symbolOf(market, signal);
    const text = await this.#fetchText(symbol, request);
    if (text === HEADER) return { files: [], bytes: 0, absent: [range] };
    const name = `${market.symbol}-1m-${formatDate(range.from)}.csv`;
    const path = join(folder, name);
    writeFileSync(path, text);
    return { files: [{ path, name }], bytes: text.length, absent: [] };
  }

  async #fetchText(symbol: string, { range, signal, onProgress }: DownloadRequest): Promise<string> {
    let text = HEADER;
    if (range.to <= (this.#firstCandles.get(symbol) ?? 0)) return text;
    const limit = this.#limitOf(symbol);
    const fetchPage = (since: Timestamp) => this.#call(signal, (exchange) => fetchRows(exchange, symbol, since, limit));
    for await (const { rows, reached, next } of pagesOf(range, limit, fetchPage)) {
      text += rows.map((row) => `${row.slice(0, 6).join(',')}\n`).join('');
      if (text === HEADER && next !== null) this.#firstCandles.set(symbol, next);
      onProgress({ bytes: text.length, share: shareOf(range, reached) });
    }
    return text;
  }

  /** Stored under another exchange's name, candles would mislead. */
  #refuseOtherExchange({ exchange }: Market): void {
    const [first] = exchange.toLowerCase().split(' ');
    if (!Object.hasOwn(DEFAULT_FEES, exchange) || this.#id.startsWith(first)) return;
    throw new JbtError('InvalidOption', `--market: "${exchange}" is another exchange than ${this.name}`);
  }

  async #symbolOf(market: Market, signal: AbortSignal): Promise<string> {
    const markets = await this.#call(signal, (exchange) => exchange.loadMarkets());
    const spellings = ccxtSymbols(market);
    const symbol = spellings.find((spelling) => Object.hasOwn(markets, spelling));
    if (symbol !== undefined) return symbol;
    const near = suggestion(spellings[0], Object.keys(markets));
    throw new JbtError(
      'MarketNotFound',
      `--market: ${this.name} has no ${spellings.join(' or ')} for ${marketKey(market)}${near}`,
    );
  }

  #limitOf(symbol: string): number | null {
    const limit = this.#opened.exchange.featureValue?.(symbol, 'fetchOHLCV', 'limit');
    return typeof limit === 'number' && limit > 0 ? limit : null;
  }

  /** Calls the exchange; a call that is stopped ends at once, though ccxt cannot end it. */
  #call<Value>(signal: AbortSignal, call: (exchange: CcxtExchange) => Promise<Value>): Promise<Value> {
    const { exchange, isPassing } = this.#opened;
    return withRetries(this.#parts, signal, async () => {
      try {
        return await untilAborted(signal, call(exchange));
      } catch (error) {
        signal.throwIfAborted();
        const reason = `${this.name}: ${describe(error)}`;
        throw isPassing(error) ? new PassingFailure(reason) : downloadFailed(reason);
      }
    });
  }
}

function fetchRows(
  exchange: CcxtExchange,
  symbol: string,
  since: Timestamp,
  limit: number | null,
): Promise<readonly CcxtRow[]> {
  return exchange.fetchOHLCV(symbol, '1m', since, limit ?? undefined);
}

async function untilAborted<Value>(signal: AbortSignal, action: Promise<Value>): Promise<Value> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([action, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

const LONGEST_REASON = 200;

/** Messages of ccxt may quote whole web pages. */
function describe(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON)}...` : text;
}

function shareOf({ from, to }: TimeRange, reached: Timestamp): number {
  return (reached - from) / (to - from);
}
