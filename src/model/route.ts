import type { Timeframe } from './timeframe.ts';

/** A symbol read in a timeframe but not traded. The exchange is the job's. */
export interface DataRoute {
  /** Market, such as `FIL-USDT`. */
  readonly symbol: string;
  /** Timeframe, such as `1h`. */
  readonly timeframe: Timeframe;
}

/** A symbol traded in a timeframe by a strategy, named as the batch names it. */
export interface Route extends DataRoute {
  /** Name of the strategy in the batch. */
  readonly strategy: string;
}

/** A key of the strategies that play together: equal for the same ones in any order and number. */
export function strategySetOf(strategies: readonly string[]): string {
  return [...new Set(strategies)].sort().join('\n');
}
