import type { ExchangeType, LeverageMode } from '../../../model/exchange.ts';
import type { JobId } from '../../../model/job.ts';
import type { EngineStep, LogLevel } from '../../../model/logging.ts';
import type { Metrics } from '../../../model/metrics.ts';
import type { Failure } from '../../../model/outcome.ts';
import type { ParameterValue, ParameterValues } from '../../../model/parameter.ts';
import type { DataRoute, Route } from '../../../model/route.ts';
import type { Timestamp } from '../../../model/time.ts';
import type { Timeframe } from '../../../model/timeframe.ts';
import type { TradeRecord } from './trade-records.ts';

/** Data of the messages of one backtest by name, as `backtest.<name>`, in the order in which they come. */
export interface SessionPayloads {
  /** The backtest begins. */
  readonly general_info: GeneralInfo;
  /** The dates and the exchange. */
  readonly candles_info: CandlesInfo;
  /** The markets that are traded. */
  readonly routes_info: readonly RouteInfo[];
  /** Progress, at most every half second; 100 when the backtest is done. */
  readonly progressbar: Progressbar;
  /** A line of level `debug`, `info` or `warning`: a strategy's, or with `--debug` a step of the engine. */
  readonly info_log: LogRecord;
  /** A line that a strategy logged as an error. */
  readonly error_log: LogRecord;
  /** The backtest is done. */
  readonly alert: Alert;
  /** Parameters that the batch chose: name and value of each. */
  readonly hyperparameters: readonly (readonly [string, ParameterValue])[];
  /** The [metrics](metrics.md) by name; `null` without trades. */
  readonly metrics: Metrics | null;
  /** The closed trades; compressed. */
  readonly trades: readonly TradeRecord[];
  /** The backtest failed; comes instead of `alert` and what follows it. */
  readonly exception: BacktestException;
  /** The backtest was cancelled; comes instead of `alert` and what follows it. */
  readonly termination: Empty;
}

/** Data of the messages of a whole run by name, as `batch.<name>`. */
export interface BatchPayloads {
  /** The run begins. */
  readonly started: BatchStarted;
  /** A backtest begins on a thread. */
  readonly job_started: JobStarted;
  /** The thread of a backtest died; the backtest is played again. */
  readonly job_retried: JobRetried;
  /** A backtest ended, or its result was known. */
  readonly job_finished: JobFinished;
  /** Progress of the run, at most every half second. */
  readonly progress: BatchProgress;
  /** A warning of the run. */
  readonly warning: BatchWarning;
  /** No more backtests are begun. */
  readonly stopping: Empty;
  /** The run ended; never dropped from the buffer. */
  readonly finished: BatchFinished;
}

type Empty = Readonly<Record<string, never>>;

interface GeneralInfo {
  /** Id of the session. */
  readonly session_id: string;
  /** With or without `--debug`. */
  readonly debug_mode: 'True' | 'False';
}

export interface CandlesInfo {
  /** Length in words: days, then months or years. */
  readonly duration: string;
  /** First traded minute. */
  readonly starting_time: Timestamp;
  /** First minute that is not traded any more. */
  readonly finishing_time: Timestamp;
  /** Kind of account. */
  readonly exchange_type: ExchangeType;
  /** Name of the exchange. */
  readonly exchange: string;
  /** Leverage; only on futures. */
  readonly leverage?: number;
  /** Kind of margin; only on futures. */
  readonly leverage_mode?: LeverageMode;
}

export interface RouteInfo {
  /** Name of the exchange. */
  readonly exchange: string;
  /** Symbol. */
  readonly symbol: string;
  /** Timeframe of the bars. */
  readonly timeframe: Timeframe;
  /** Short name of the strategy. */
  readonly strategy_name: string;
}

interface Progressbar {
  /** Share of the candles played, 0 to 100. */
  readonly current: number;
  /** Seconds until the end, at the pace so far. */
  readonly estimated_remaining_seconds: number;
}

export interface LogRecord {
  /** Counts the lines and published events of the session from 1; a gap is a published event, or a lost message. */
  readonly id: string;
  /** Id of the session. */
  readonly session_id: string;
  /** Simulation time. */
  readonly timestamp: Timestamp;
  /** Text of the line. */
  readonly message: string;
  /** Level of the line. */
  readonly level: LogLevel;
  /** Kind of a step of the engine, by which `env.logging` switches it; null for a line of the strategy. */
  readonly step: EngineStep | null;
}

interface Alert {
  /** Text for a person. */
  readonly message: string;
  /** Kind of alert. */
  readonly type: 'success';
}

export interface BacktestException {
  /** Code and message. */
  readonly error: string;
  /** Stack of the strategy; empty where there is none. */
  readonly traceback: string;
}

interface BatchStarted {
  /** Id of the run. */
  readonly run_id: string;
  /** Command line. */
  readonly command: string;
  /** Wall-clock time. */
  readonly started_at: Timestamp;
  /** Number of threads. */
  readonly threads: number;
  /** Number of backtests. */
  readonly jobs: number;
}

interface JobIds {
  /** Id of the session, the `id` of its own messages. */
  readonly session_id: string;
  /** Id of the job, the same in every run of a batch. */
  readonly job_id: JobId;
}

export interface JobDescription extends JobIds {
  /** Name of the exchange. */
  readonly exchange: string;
  /** Traded markets: `symbol`, `timeframe`, `strategy`. */
  readonly routes: readonly Route[];
  /** Markets that are read: `symbol`, `timeframe`. */
  readonly data_routes: readonly DataRoute[];
  /** Parameters that the batch chose, by name. */
  readonly parameters: ParameterValues;
  /** First traded minute. */
  readonly starting_time: Timestamp;
  /** First minute that is not traded any more. */
  readonly finishing_time: Timestamp;
}

interface JobStarted extends JobDescription {
  /** Index of the thread, from 0. */
  readonly thread: number;
  /** Attempt at the backtest, from 1. */
  readonly attempt: number;
}

interface JobRetried extends JobIds {
  /** Reason in words. */
  readonly reason: string;
}

export interface JobFinished extends JobDescription {
  /** End of the backtest. */
  readonly status: 'done' | 'failed' | 'cancelled';
  /** True when nothing was played: the result comes from the cache or from an interrupted run. */
  readonly cached: boolean;
  /** Time that it took; of a cached one, when it was played. */
  readonly seconds: number;
  /** Attempts in this run. */
  readonly attempts: number;
  /** Digest of trades, orders and equity; null unless it is done. */
  readonly hash: string | null;
  /** The [metrics](metrics.md) by name; null unless it is done. */
  readonly metrics: Metrics | null;
  /** Number of closed trades. */
  readonly trades: number;
  /** `code`, `message` and `stack` of the failure; null for none. */
  readonly error: Failure | null;
}

export interface BatchProgress {
  /** Share of all work, 0 to 100. */
  readonly current: number;
  /** Number of backtests. */
  readonly jobs: number;
  /** Those that wait. */
  readonly waiting: number;
  /** Those on a thread. */
  readonly running: number;
  /** Those that are done. */
  readonly done: number;
  /** Those that failed. */
  readonly failed: number;
  /** Those that were cancelled. */
  readonly cancelled: number;
  /** Those among the ended whose result was known. */
  readonly cached: number;
  /** Backtests a second, lately; null until measured. */
  readonly runs_per_second: number | null;
  /** Candles a second, lately; null until measured. */
  readonly candles_per_second: number | null;
  /** Seconds until the end; null until measured. */
  readonly estimated_remaining_seconds: number | null;
}

interface BatchWarning {
  /** Text for a person. */
  readonly message: string;
}

interface BatchFinished {
  /** Id of the run. */
  readonly run_id: string;
  /** Wall-clock time, ISO 8601. */
  readonly started: string;
  /** Wall-clock time, ISO 8601; null when the run was interrupted. */
  readonly finished: string | null;
  /** Counts of backtests. */
  readonly totals: {
    /** Backtests of the batch. */
    readonly jobs: number;
    /** Those that are done. */
    readonly done: number;
    /** Those that failed. */
    readonly failed: number;
    /** Those without an outcome, because the run was interrupted. */
    readonly cancelled: number;
    /** Those among the ended whose result was known. */
    readonly cached: number;
  };
}
