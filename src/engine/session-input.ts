import type { StoredCandles } from '../model/candle.ts';
import type { Job } from '../model/job.ts';
import type { MarketKey } from '../model/market.ts';
import type { SeriesCache } from './series/series-cache.ts';
import type { SessionListener } from './session-listener.ts';
import type { SessionCache } from './strategy/session-cache.ts';
import type { StrategyClass } from './strategy/strategy.ts';

/** The whole input of a session. */
export interface SessionInput {
  readonly job: Job;
  /** Stored candles, from the first of the warm-up (or earlier) to the last traded one (or later). */
  readonly candles: Readonly<Record<MarketKey, StoredCandles>>;
  /** Strategy classes by the names that the job's routes use. */
  readonly strategies: Readonly<Record<string, StrategyClass>>;
  /** Bars and indicators computed by earlier sessions of the same worker. */
  readonly series: SeriesCache;
  readonly listener: SessionListener;
  /** The cache of strategies, and their namespaces in it by name. Left out, nothing outlives the session. */
  readonly cache?: { readonly values: SessionCache; readonly namespaces: Readonly<Record<string, string>> };
}
