import type { ExchangeSettings } from '../model/exchange.ts';
import type { FillRules } from '../model/job.ts';
import type { MarketKey } from '../model/market.ts';
import type { Metrics } from '../model/metrics.ts';
import type { Failure } from '../model/outcome.ts';
import type { ParameterValues } from '../model/parameter.ts';
import type { DataRoute, Route } from '../model/route.ts';
import type { Timeframe } from '../model/timeframe.ts';
import type { CacheDriver } from './cache-port.ts';

/** Jobs of which a report has every row. */
export const MOST_WHOLE = 10_000;

/** One backtest in a report. */
export interface JobReport {
  readonly id: string;
  /** Names of its strategies, joined by `+` when there are several. */
  readonly strategy: string;
  readonly routes: readonly Route[];
  readonly dataRoutes: readonly DataRoute[];
  /** Values that the batch chose. */
  readonly parameters: ParameterValues;
  /** Value of every parameter, with the defaults of those that the batch did not choose. */
  readonly effectiveParameters: ParameterValues;
  readonly exchange: ExchangeSettings;
  /** Timeframe of the candles that were played. */
  readonly base: Timeframe;
  /** Minutes before `from` that indicators see. */
  readonly warmupMinutes: number;
  readonly fills: FillRules;
  /** `jesse` where the choices of Jesse 3.0.7 were asked for. */
  readonly compat: 'jesse' | null;
  /** Seed of the random numbers that the strategy draws. */
  readonly seed: number;
  /** ISO dates, UTC. */
  readonly from: string;
  readonly to: string;
  readonly status: 'done' | 'failed' | 'cancelled';
  readonly cached: boolean;
  readonly hash: string | null;
  readonly metrics: Metrics | null;
  readonly trades: number;
  /** Seconds that playing it took, in this run or in the earlier one that did. */
  readonly seconds: number;
  /** 0 where the result is of an earlier run. */
  readonly attempts: number;
  readonly error: Failure | null;
  /** Why the result is not kept for later runs, in words; mostly nothing. */
  readonly notes: readonly string[];
}

/** Reads of one kind in this run alone, and what is kept of it when the run ends. */
export interface CacheUse {
  readonly hits: number;
  readonly misses: number;
  /** Share from 0 to 1; null without a read. */
  readonly hitRate: number | null;
  readonly entries: number;
  readonly bytes: number;
  /** Removed during the run to stay within the budget, whoever did it. */
  readonly evictions: number;
}

/** Use of the cache in a run. */
export interface CacheReport {
  readonly driver: CacheDriver;
  /** Candles that were loaded, once for all backtests. */
  readonly candles: { readonly markets: number; readonly bytes: number };
  readonly values: CacheUse;
  readonly results: CacheUse;
}

/** Candles of one market that the run read, warm-up included. */
export interface CandlesReport {
  readonly market: MarketKey;
  /** Timeframe in which they are stored. */
  readonly base: Timeframe;
  readonly candles: number;
  /** How many of them no source had: the market counts as closed in them. */
  readonly filled: number;
}

/** `report.json`, and what `--json` prints. */
export interface Report {
  /** 2 where the report does not have all rows. */
  readonly format: 1 | 2;
  readonly run: {
    readonly id: string;
    readonly started: string;
    /** Null when the run was interrupted. */
    readonly finished: string | null;
    readonly command: string;
  };
  readonly totals: {
    readonly jobs: number;
    readonly done: number;
    readonly failed: number;
    readonly cancelled: number;
    readonly cached: number;
  };
  /** Jobs in the batch's order; of more than 10,000 the best, then the first that failed. */
  readonly jobs: readonly JobReport[];
  /** The place of all rows; only if `jobs` does not have them. */
  readonly rows?: {
    /** Name of the file in the folder of the run. */
    readonly file: string;
    /** Candles that were played to the end. */
    readonly minutes: number;
    /** Backtests that closed no trade. */
    readonly neverTraded: number;
  };
  readonly candles: readonly CandlesReport[];
  readonly cache: CacheReport;
  readonly redis: { readonly published: number; readonly dropped: number } | null;
  readonly environment: {
    readonly jbt: string;
    readonly node: string;
    readonly platform: string;
    readonly cores: number;
    readonly threads: number;
  };
}
