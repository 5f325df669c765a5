import type { ExchangeSettings } from './exchange.ts';
import type { ParameterValues } from './parameter.ts';
import type { DataRoute, Route } from './route.ts';
import { MINUTE, type Timestamp } from './time.ts';
import { minutesOf, type Timeframe } from './timeframe.ts';

/** Rules for fills that a candle leaves open. */
export interface FillRules {
  /** An order jumped over by a gap fills at the open of the candle behind it, or at its own price as in Jesse. */
  readonly gap: 'open' | 'order-price';
  /** Share by which market and stop orders fill worse than their price: 0.0005 is 0.05 %. */
  readonly slippage: number;
}

/** Identifies a job: unique within the batch, and the same in every run of it. */
export type JobId = string;

/** One backtest as plain JSON: everything that can change its numbers, except candles and strategy code. */
export interface Job {
  /** Id, unique within the batch. */
  readonly id: JobId;
  /** Exchange, fees, balance and leverage. */
  readonly exchange: ExchangeSettings;
  /** Traded markets. */
  readonly routes: readonly Route[];
  /** Markets that strategies read and do not trade. */
  readonly dataRoutes: readonly DataRoute[];
  /** Only values that were chosen; the rest are the strategy's defaults. */
  readonly parameters: ParameterValues;
  /** Open time of the first traded minute. */
  readonly from: Timestamp;
  /** End of the last traded minute. */
  readonly to: Timestamp;
  /** Timeframe of the candles that are played; left out for `1m`. It tells how long the job takes, and changes no number. */
  readonly base?: Timeframe;
  /** Minutes before `from` that indicators see. */
  readonly warmupMinutes: number;
  /** Rules for fills that a candle leaves open. */
  readonly fills: FillRules;
  /** `jesse` makes the choices of Jesse 3.0.7 where jbt makes better ones; see `engine/conventions.ts`. */
  readonly compat: 'jesse' | null;
  /** Seed of the random numbers that the strategy draws. */
  readonly seed: number;
}

/** Minutes, or longer candles of its base timeframe, that a whole job plays, over all its markets. */
export function plannedMinutes(job: Pick<Job, 'routes' | 'dataRoutes' | 'from' | 'to' | 'base'>): number {
  const symbols = new Set([...job.routes, ...job.dataRoutes].map(({ symbol }) => symbol));
  return ((job.to - job.from) / (minutesOf(job.base ?? '1m') * MINUTE)) * symbols.size;
}
