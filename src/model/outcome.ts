import type { JobId } from './job.ts';
import type { Metrics } from './metrics.ts';

/** The summary of a finished backtest: small enough to keep for every job of a run. */
export interface Result {
  /** Digest of trades, orders and equity: equal hashes mean equal numbers to the bit. */
  readonly hash: string;
  /** Numbers by name; `NaN`, infinite ones and -0 are spelled as text in the journal. */
  readonly metrics: Metrics;
  /** Number of closed trades. */
  readonly trades: number;
  /** Equity in the quote asset at the start, at each midnight and at the end. */
  readonly equity: readonly number[];
  /** Candles of the base timeframe traded, over all markets. */
  readonly candles: number;
  /** Number of orders ever submitted. */
  readonly orders: number;
}

/** The reason why a job failed, in words for the person who must act. */
export interface Failure {
  /** Stable code, such as `StrategyError`. */
  readonly code: string;
  /** Message in words. */
  readonly message: string;
  /** Source-mapped, when a strategy threw; else null. */
  readonly stack: string | null;
}

export type Outcome =
  | { readonly status: 'done'; readonly jobId: JobId; readonly seconds: number; readonly result: Result }
  | { readonly status: 'failed'; readonly jobId: JobId; readonly seconds: number; readonly failure: Failure }
  | { readonly status: 'cancelled'; readonly jobId: JobId; readonly seconds: number };

/** A final outcome. Cancelled jobs have none: a resumed run plays them again. */
export type FinalOutcome = Exclude<Outcome, { status: 'cancelled' }>;
