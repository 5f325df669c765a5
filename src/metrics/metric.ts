import type { Timestamp } from '../model/time.ts';
import type { TradeFigures } from '../model/trade.ts';
import type { MetricConventions } from './conventions.ts';

/** The input of all metrics, from a finished session. */
export interface MetricsInput {
  readonly trades: TradeFigures;
  /** Equity in the quote asset: initial, at each midnight, final. */
  readonly equity: readonly number[];
  /** The deepest fall of equity from its highest so far, within days too, as a share; at most 0. */
  readonly deepestDrawdown: number;
  /** In the quote asset. */
  readonly startingBalance: number;
  /** In the quote asset. */
  readonly finishingBalance: number;
  /** Open time of the first traded minute. */
  readonly startedAt: Timestamp;
  /** End of the last traded minute. */
  readonly endedAt: Timestamp;
  /** Positions that the end of the run closed. */
  readonly openTrades: number;
  /** Their PnL before that, in the quote asset. */
  readonly openPnl: number;
  readonly liquidations: number;
  /** Open of the first and close of the last traded minute, for each traded market. */
  readonly benchmark: readonly { readonly first: number; readonly last: number }[];
  readonly conventions: MetricConventions;
}

/** Counts and sums of some of the trades. */
export interface TradeGroup {
  readonly count: number;
  readonly longs: number;
  /** Sum of their PnL. */
  readonly pnl: number;
  /** The highest PnL, at least 0. */
  readonly largest: number;
  /** The lowest PnL, at most 0. */
  readonly smallest: number;
  /** Sum of the times that they were held. */
  readonly seconds: number;
}

/** The input, and what several metrics read. */
export interface Facts extends MetricsInput {
  /** PnL of every trade after fees, in closing order. */
  readonly pnls: Float64Array;
  readonly all: TradeGroup;
  /** Trades with a PnL above 0. */
  readonly winners: TradeGroup;
  /** Trades with a PnL below 0. */
  readonly losers: TradeGroup;
  /** Length of the run of wins up to each trade; below 0 for losses. */
  readonly streaks: readonly number[];
  /** From each equity sample to the next, as shares. */
  readonly returns: readonly number[];
  /** Standard deviation of the returns. */
  readonly deviation: number;
  /** Distance from the highest equity so far at the end of each return, as a share: 0 at a peak, else below 0. */
  readonly drawdowns: readonly number[];
}

type MetricUnit = 'percent' | 'currency' | 'ratio' | 'count' | 'seconds' | 'days';

/** One number that judges a backtest. */
export interface Metric {
  /** Jesse's name where Jesse has it. */
  readonly name: string;
  readonly title: string;
  readonly unit: MetricUnit;
  readonly better: 'higher' | 'lower' | 'neither';
  /** Uses the letters of `docs/metrics.md`. */
  readonly formula: string;
  readonly source: string;
  /** NaN where the metric is undefined. */
  readonly compute: (facts: Facts) => number;
}

/** Source of metrics that only Jesse defines. */
export const JESSE_SOURCE = 'Jesse 3.0.7, services/metrics.py';

/** Source of metrics that need none. */
export const ARITHMETIC = 'arithmetic';
