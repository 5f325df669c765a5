import type { Timeframe } from './timeframe.ts';

/** A symbol read in a timeframe but not traded. The exchange is the job's. */
export interface DataRoute {
  readonly symbol: string;
  readonly timeframe: Timeframe;
}

/** A symbol traded in a timeframe by a strategy, named as the batch names it. */
export interface Route extends DataRoute {
  readonly strategy: string;
}

/** A key of the strategies that play together: equal for the same ones in any order and number. */
export function strategySetOf(strategies: readonly string[]): string {
  return [...new Set(strategies)].sort().join('\n');
}
