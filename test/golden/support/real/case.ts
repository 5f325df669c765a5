import { readFileSync } from 'node:fs';
import type { Job } from '../../../../src/model/job.ts';
import { MINUTE } from '../../../../src/model/time.ts';
import type { Timeframe } from '../../../../src/model/timeframe.ts';

const FOLDER = new URL('../../real/', import.meta.url);

/** A recorded number; JSON has no NaN and no infinities, so those are texts. */
export type Recorded = number | string | boolean | null;

/** Rows as objects, or as lists under names of columns. */
export type Table =
  | readonly Readonly<Record<string, Recorded>>[]
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly Recorded[])[] };

/** Open time, open, close, high, low, volume. */
export type BarRow = readonly [number, number, number, number, number, number];

export interface CandleCheck {
  readonly traded_bars: number;
  readonly first: BarRow;
  readonly last: BarRow;
  readonly sums: Readonly<Record<'open' | 'close' | 'high' | 'low', number>>;
  /** Present for 1m only. */
  readonly minutes_changed_by_gap_fix?: number;
}

/** A file of `real/`, as far as it is read; its README says what the keys mean. */
export interface RealCase {
  readonly name: string;
  readonly files: readonly { readonly symbol: string; readonly file: string; readonly rows: number }[];
  readonly exchange: {
    readonly name: string;
    readonly type: 'spot' | 'futures';
    readonly fee: number;
    readonly balance: number;
    readonly leverage: number;
    readonly mode: 'cross' | 'isolated' | null;
  };
  readonly routes: readonly { readonly symbol: string; readonly timeframe: Timeframe; readonly strategy: string }[];
  readonly data_routes: readonly { readonly symbol: string; readonly timeframe: Timeframe }[];
  readonly warmup: { readonly minutes: number };
  /** Open times of the first and last traded minute. */
  readonly start: number;
  readonly end: number;
  /** By symbol and timeframe. */
  readonly candle_checks: Readonly<Record<string, Readonly<Record<string, CandleCheck>>>>;
  readonly expected: {
    readonly trades: Table;
    readonly orders:
      | { readonly encoding: 'plain'; readonly columns: readonly string[]; readonly rows: Rows }
      | {
          readonly encoding: 'compact';
          readonly columns: readonly string[];
          readonly rows: Rows;
          readonly legend: Readonly<Record<string, unknown>>;
        };
    readonly order_counts: Readonly<Record<string, number>>;
    readonly hook_counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
    readonly metrics: Readonly<Record<string, Recorded>>;
    readonly daily_balance: readonly number[];
    readonly assets: Readonly<Record<string, number>>;
    readonly finishing_balance: number;
    readonly n_trades: number;
    readonly total_open_trades: number;
    readonly open_pl: number;
    readonly total_liquidations: number;
  };
}

type Rows = readonly (readonly Recorded[])[];

/** Names of all recorded cases. */
export function realCaseNames(): readonly string[] {
  const index = readJson<readonly { readonly name: string }[]>('index');
  return index.map(({ name }) => name);
}

export function readRealCase(name: string): RealCase {
  return readJson<RealCase>(name);
}

function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as T;
}

/** The backtest of a case; its strategy has the name of the case. */
export function jobOf(recorded: RealCase): Job {
  const { name, exchange, start, end, warmup } = recorded;
  const { mode, type, fee, balance, leverage } = exchange;
  return {
    id: name,
    exchange: { name: exchange.name, type, fee, balance, leverage, leverageMode: mode ?? 'cross' },
    routes: recorded.routes.map(({ symbol, timeframe }) => ({ symbol, timeframe, strategy: name })),
    dataRoutes: recorded.data_routes,
    parameters: {},
    from: start,
    to: end + MINUTE,
    warmupMinutes: warmup.minutes,
    fills: { gap: 'order-price', slippage: 0 },
    compat: 'jesse',
    seed: 0,
  };
}
