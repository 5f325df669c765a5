import type { CandleColumns } from '../model/candle.ts';
import type { Job } from '../model/job.ts';
import type { Metrics } from '../model/metrics.ts';
import type { Order } from '../model/order.ts';
import type { Timestamp } from '../model/time.ts';
import type { ClosedTrade } from '../model/trade.ts';
import type { SeriesCache } from './series.ts';
import type { StrategyClass } from './strategy.ts';

/** Everything a session needs; it reaches for nothing else. */
export interface SessionInput {
  readonly job: Job;
  /** Raw minutes by `marketKey`, from the first warm-up minute (or earlier) to the last traded one (or later). */
  readonly candles: Readonly<Record<string, CandleColumns>>;
  /** Strategy classes by the names that the job's routes use. */
  readonly strategies: Readonly<Record<string, StrategyClass>>;
  /** Bars and indicators computed by earlier sessions of the same worker. */
  readonly series: SeriesCache;
  readonly listener: SessionListener;
}

/** Hears a session. */
export interface SessionListener {
  /** Called between days of simulated time with the minutes played so far, over all markets; true ends the session. */
  day(minutesPlayed: number): boolean;
  log(level: 'info' | 'error', time: Timestamp, message: string): void;
  publish(time: Timestamp, event: string, value: unknown): void;
}

/** What a session found; null when it was told to stop. */
export interface SessionResult {
  readonly metrics: Metrics;
  readonly trades: readonly ClosedTrade[];
  /** Every order ever submitted, in order of submission. */
  readonly orders: readonly Order[];
  readonly equity: readonly number[];
  /** Minutes traded, over all markets. */
  readonly candles: number;
}

/**
 * Plays one job. Throws JbtError for what the strategy did wrong, and whatever the strategy itself throws.
 */
export function playSession(_input: SessionInput): SessionResult | null {
  throw new Error('being built');
}
