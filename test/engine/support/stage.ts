import type { Strategy, StrategyClass } from 'jbt-runner';
import { SeriesCache } from '../../../src/engine/series/series-cache.ts';
import { playSession, type SessionListener, type SessionResult } from '../../../src/engine/session.ts';
import type { Store } from '../../../src/engine/store/index.ts';
import { allocateColumns, type CandleColumns, type StoredCandles, shortestStep } from '../../../src/model/candle.ts';
import type { ExchangeSettings } from '../../../src/model/exchange.ts';
import type { Job } from '../../../src/model/job.ts';
import type { EngineStep } from '../../../src/model/logging.ts';
import { marketKey } from '../../../src/model/market.ts';
import type { Order } from '../../../src/model/order.ts';
import type { DataRoute } from '../../../src/model/route.ts';
import { MINUTE, type Timestamp } from '../../../src/model/time.ts';
import type { Timeframe } from '../../../src/model/timeframe.ts';
import type { ClosedTrade } from '../../../src/model/trade.ts';

/** A Monday, midnight. */
export const START = Date.UTC(2024, 0, 1);

export const BTC = 'BTC-USDT';
export const ETH = 'ETH-USDT';

/** One minute; the extremes follow from open and close when they are left out. */
export type Row = readonly [open: number, close: number, high?: number, low?: number];

export function minutesOf(rows: readonly Row[], start: Timestamp = START): CandleColumns {
  const columns = allocateColumns(start, MINUTE, rows.length);
  rows.forEach(([open, close, high, low], i) => {
    columns.open[i] = open;
    columns.close[i] = close;
    columns.high[i] = high ?? Math.max(open, close);
    columns.low[i] = low ?? Math.min(open, close);
    columns.volume[i] = i + 1;
  });
  return columns;
}

/** Minutes without gaps, by their closes; the first opens at its own close. */
export function minutesClosingAt(closes: readonly number[], start?: Timestamp): CandleColumns {
  return minutesOf(
    closes.map((close, i): Row => [closes[i - 1] ?? close, close]),
    start,
  );
}

/** `count` minutes at one price. */
export function flat(count: number, price = 100): readonly number[] {
  return Array(count).fill(price);
}

export const FUTURES: ExchangeSettings = {
  name: 'Sandbox',
  type: 'futures',
  fee: 0,
  balance: 10_000,
  leverage: 1,
  leverageMode: 'cross',
};

export const SPOT: ExchangeSettings = { ...FUTURES, type: 'spot' };

export interface Play {
  /** Candles by symbol. */
  readonly candles: Readonly<Record<string, StoredCandles>>;
  readonly routes: readonly {
    readonly symbol: string;
    readonly timeframe: Timeframe;
    readonly strategy: StrategyClass;
  }[];
  readonly dataRoutes?: readonly DataRoute[];
  readonly exchange?: Partial<ExchangeSettings>;
  readonly job?: Partial<Job>;
  readonly series?: SeriesCache;
  /** Steps to trace. */
  readonly debug?: readonly EngineStep[];
  readonly day?: (minutesPlayed: number) => boolean;
}

export interface Played extends Omit<SessionResult, 'trades' | 'orders'> {
  readonly trades: readonly ClosedTrade[];
  readonly orders: readonly Order[];
  readonly store: Store;
  /** The seated strategies, in the order of their routes. */
  readonly strategies: readonly Strategy[];
  readonly logs: readonly { readonly level: string; readonly time: Timestamp; readonly message: string }[];
  /** Steps that were told, such as `0 order_submission BTC-USDT: SUBMITTED ...`, with the minutes since the start. */
  readonly traced: readonly string[];
  readonly published: readonly { readonly time: Timestamp; readonly event: string; readonly value: unknown }[];
}

/** Plays a session to its end: all candles of the first route's symbol unless the job says otherwise. */
export function play(given: Play): Played {
  const seated: Strategy[] = [];
  const logs: Played['logs'][number][] = [];
  const published: Played['published'][number][] = [];
  const traced: string[] = [];
  const job = jobOf(given);
  const listener: SessionListener = {
    day: given.day ?? (() => false),
    log: (level, time, message) => logs.push({ level, time, message }),
    publish: (time, event, value) => published.push({ time, event, value }),
    trace: {
      steps: new Set(given.debug),
      tell: (time, step, symbol, message) => traced.push(`${(time - job.from) / MINUTE} ${step} ${symbol}: ${message}`),
    },
  };
  const result = playSession({
    job,
    candles: Object.fromEntries(
      Object.entries(given.candles).map(([symbol, columns]) => [
        marketKey({ exchange: job.exchange.name, symbol }),
        columns,
      ]),
    ),
    strategies: Object.fromEntries(
      given.routes.map(({ strategy }, i) => [String(i), watched(strategy, (instance) => seated.push(instance))]),
    ),
    series: given.series ?? new SeriesCache(),
    listener,
  });
  if (result === null) throw new RangeError('the session was ended before its end');
  const [trades, orders] = [[...result.trades], [...result.orders]];
  return { ...result, trades, orders, store: seated[0].store, strategies: seated, logs, traced, published };
}

/** One route on the symbol BTC-USDT in minutes. */
export function playOne(strategy: StrategyClass, candles: StoredCandles, rest: Partial<Play> = {}): Played {
  return play({ candles: { [BTC]: candles }, routes: [{ symbol: BTC, timeframe: '1m', strategy }], ...rest });
}

export function jobOf({ candles, routes, dataRoutes = [], exchange = {}, job = {} }: Play): Job {
  const { start, length } = candles[routes[0].symbol];
  const step = shortestStep(candles[routes[0].symbol]);
  const warmupMinutes = job.warmupMinutes ?? 0;
  return {
    id: 'test',
    exchange: { ...FUTURES, ...exchange },
    routes: routes.map(({ symbol, timeframe }, i) => ({ symbol, timeframe, strategy: String(i) })),
    dataRoutes,
    parameters: {},
    from: start + warmupMinutes * MINUTE,
    to: start + length * step,
    warmupMinutes,
    fills: { gap: 'open', slippage: 0 },
    compat: null,
    seed: 1,
    ...job,
  };
}

/** Jesse's rules, fills included. */
export const JESSE = { compat: 'jesse', fills: { gap: 'order-price', slippage: 0 } } as const;

function watched(Class: StrategyClass, created: (instance: Strategy) => void): StrategyClass {
  const Watched = class extends Class {
    constructor(...given: ConstructorParameters<StrategyClass>) {
      super(...given);
      created(this);
    }
  };
  Object.defineProperty(Watched, 'name', { value: Class.name });
  return Watched;
}
