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
  /** Id of the job, the same in every run of the batch. */
  readonly id: string;
  /** Names of its strategies, joined by `+` when there are several. */
  readonly strategy: string;
  /** Traded markets: symbol, timeframe and strategy. */
  readonly routes: readonly Route[];
  /** Markets that strategies read and do not trade. */
  readonly dataRoutes: readonly DataRoute[];
  /** Values that the batch chose. */
  readonly parameters: ParameterValues;
  /** Value of every parameter, with the defaults of those that the batch did not choose. */
  readonly effectiveParameters: ParameterValues;
  /** Exchange, fees, balance and leverage. */
  readonly exchange: ExchangeSettings;
  /** Timeframe of the candles that were played. */
  readonly base: Timeframe;
  /** Minutes before `from` that indicators see. */
  readonly warmupMinutes: number;
  /** Rules for fills that a candle leaves open. */
  readonly fills: FillRules;
  /** `jesse` where the choices of Jesse 3.0.7 were asked for. */
  readonly compat: 'jesse' | null;
  /** Seed of the random numbers that the strategy draws. */
  readonly seed: number;
  /** First traded minute, UTC: a date, with a time where it is not midnight. */
  readonly from: string;
  /** End of the last traded minute, as `from`. */
  readonly to: string;
  /** End of the backtest; `cancelled` has no result. */
  readonly status: 'done' | 'failed' | 'cancelled';
  /** True when nothing was played: the result is of an earlier run. */
  readonly cached: boolean;
  /** SHA-256 of trades, orders and equity; null without a result. */
  readonly hash: string | null;
  /** Numbers by name, see metrics.md; null in place of NaN and of infinite ones, and without a result. */
  readonly metrics: Metrics | null;
  /** Number of closed trades. */
  readonly trades: number;
  /** Seconds that playing it took, in this run or in the earlier one that did. */
  readonly seconds: number;
  /** 0 where the result is of an earlier run. */
  readonly attempts: number;
  /** Reason of a failure; else null. */
  readonly error: Failure | null;
  /** Why the result is not kept for later runs, in words; mostly nothing. */
  readonly notes: readonly string[];
}

/** Reads of one kind in this run alone, and what is kept of it when the run ends. */
export interface CacheUse {
  /** Reads that found a value. */
  readonly hits: number;
  /** Reads that found none. */
  readonly misses: number;
  /** Share from 0 to 1; null without a read. */
  readonly hitRate: number | null;
  /** Values kept. */
  readonly entries: number;
  /** Bytes kept. */
  readonly bytes: number;
  /** Removed during the run to stay within the budget, whoever did it. */
  readonly evictions: number;
}

/** Use of the cache in a run. */
export interface CacheReport {
  /** `lmdb`, `memory` or `none`. */
  readonly driver: CacheDriver;
  /** Candles that were loaded, once for all backtests. */
  readonly candles: { readonly markets: number; readonly bytes: number };
  /** Values that strategies keep. */
  readonly values: CacheUse;
  /** Results of backtests. */
  readonly results: CacheUse;
}

/** Candles of one market that the run read, warm-up included. */
export interface CandlesReport {
  readonly market: MarketKey;
  /** Timeframe in which they are stored. */
  readonly base: Timeframe;
  readonly candles: number;
  /** Candles that no source had: the market counts as closed in them. */
  readonly filled: number;
}

/** The results against one expectation. */
export interface ExpectationReport {
  /** The condition, as it was written. */
  readonly expect: string;
  /** The place where it stands. */
  readonly at: string;
  /** `backtest` where each must meet it, `batch` where they do together. */
  readonly over: 'backtest' | 'batch';
  /** Backtests that were looked at. */
  readonly backtests: number;
  /** Backtests that missed it; over a batch 1 or 0. */
  readonly missed: number;
  /** The first hundred misses: id of the job, null over a batch, and by how much. */
  readonly misses: readonly { readonly job: string | null; readonly message: string }[];
}

/** `report.json`, and what `--json` prints. */
export interface Report {
  /** 2 where the report does not have all rows. */
  readonly format: 1 | 2;
  readonly run: {
    /** Id of the run, the name of its folder. */
    readonly id: string;
    /** Start, ISO 8601 in UTC. */
    readonly started: string;
    /** Null when the run was interrupted. */
    readonly finished: string | null;
    /** Command line that began the run. */
    readonly command: string;
  };
  readonly totals: {
    /** Backtests of the batch. */
    readonly jobs: number;
    /** Backtests with a result. */
    readonly done: number;
    /** Backtests that failed. */
    readonly failed: number;
    /** Backtests without an outcome, because they or the run were cancelled. */
    readonly cancelled: number;
    /** Backtests among these whose result is of an earlier run. */
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
  /** The results against the expectations; only where there are some and the run was not interrupted. */
  readonly expectations?: readonly ExpectationReport[];
  /** Candles that the jobs read, by market. */
  readonly candles: readonly CandlesReport[];
  /** Use of the cache. */
  readonly cache: CacheReport;
  /** Messages sent to Redis and dropped before; null without Redis. */
  readonly redis: { readonly published: number; readonly dropped: number } | null;
  readonly environment: {
    /** Version of jbt. */
    readonly jbt: string;
    /** Version of Node. */
    readonly node: string;
    /** Operating system and architecture. */
    readonly platform: string;
    /** Cores of the machine. */
    readonly cores: number;
    /** Threads that played; of a run on several machines, the most at one time. */
    readonly threads: number;
  };
}
