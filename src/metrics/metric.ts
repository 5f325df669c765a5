import type { Timestamp } from '../model/time.ts';
import type { ClosedTrade } from '../model/trade.ts';
import type { MetricConventions } from './conventions.ts';

/** Inputs of metrics from a finished session. */
export interface MetricsInput {
  /** In closing order. */
  readonly trades: readonly ClosedTrade[];
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
  /** Open of the first traded minute and close of the last, for each traded market. */
  readonly benchmark: readonly { readonly first: number; readonly last: number }[];
  readonly conventions: MetricConventions;
}

/** The input with the lists that several metrics read. */
export interface Facts extends MetricsInput {
  /** PnL of every trade after fees, in closing order. */
  readonly pnls: readonly number[];
  readonly winners: readonly ClosedTrade[];
  readonly losers: readonly ClosedTrade[];
  /** PnL of the winners, above 0. */
  readonly wins: readonly number[];
  /** PnL of the losers, below 0. */
  readonly losses: readonly number[];
  /** From each equity sample to the next, as shares. */
  readonly returns: readonly number[];
  /** Standard deviation of the returns. */
  readonly deviation: number;
  /** At the end of each of the returns: distance from the highest equity so far, as a share; 0 at a peak, else negative. */
  readonly drawdowns: readonly number[];
}

type MetricUnit = 'percent' | 'currency' | 'ratio' | 'count' | 'seconds' | 'days';

/** One number a backtest is judged by. */
export interface Metric {
  /** Jesse's name where Jesse has it. */
  readonly name: string;
  readonly title: string;
  readonly unit: MetricUnit;
  readonly better: 'higher' | 'lower' | 'neither';
  /** In the letters that `docs/metrics.md` explains. */
  readonly formula: string;
  readonly source: string;
  /** NaN where the metric is undefined. */
  readonly compute: (facts: Facts) => number;
}

/** Source of the metrics that are defined by Jesse and nobody else. */
export const JESSE_SOURCE = 'Jesse 3.0.7, services/metrics.py';

/** Source of what needs none. */
export const ARITHMETIC = 'arithmetic';
