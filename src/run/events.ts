import type { Job, JobId } from '../model/job.ts';
import type { EngineStep, LogLevel } from '../model/logging.ts';
import type { Order } from '../model/order.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Timestamp } from '../model/time.ts';
import type { ClosedTrade } from '../model/trade.ts';
import type { Report } from './report.ts';
import type { Differences } from './text/labels.ts';

/** A line of a session while it is played. */
interface Told {
  /** Counts the lines of all kinds from 1 within the session, or within its last attempt. */
  readonly id: number;
  /** Simulation time. */
  readonly time: Timestamp;
}

/** A line that a strategy logged; those of level `debug` only with `--debug`. */
export interface LogFact extends Told {
  readonly kind: 'log';
  readonly level: LogLevel;
  readonly message: string;
}

/** A step of the engine in words, of level `debug`; only with `--debug`. */
export interface TraceFact extends Told {
  readonly kind: 'trace';
  readonly step: EngineStep;
  readonly symbol: string;
  readonly message: string;
}

/** An event that a strategy published. */
export interface PublishedFact extends Told {
  readonly kind: 'published';
  readonly event: string;
  readonly value: unknown;
  /** True when the strategy asked for a compressed message. */
  readonly compressed: boolean;
}

/** A point of a line that the strategy plots; only with `--debug` and for a chart. */
interface PlottedFact {
  readonly kind: 'plotted';
  /** Simulation time. */
  readonly time: Timestamp;
  readonly name: string;
  readonly value: number;
}

export type LineFact = LogFact | TraceFact | PublishedFact;

/** A message of a session while it is played. */
export type Fact = LineFact | PlottedFact;

/** Progress of a running job, read from shared memory. */
export interface JobProgress {
  readonly jobId: JobId;
  /** Index of the executor's thread, from 0. */
  readonly thread: number;
  /** Minutes, or longer candles of its base timeframe, played of `totalMinutes`, over all markets of the job. */
  readonly minutes: number;
  readonly totalMinutes: number;
}

/** Versions, system and processor of a worker. */
export interface Software {
  /** Version of jbt. */
  readonly jbt: string;
  /** Version of Node. */
  readonly node: string;
  /** Operating system and its release. */
  readonly system: string;
  /** Model of the processor. */
  readonly processor: string;
}

/** A worker of a run on several machines, as the coordinator last heard of it. */
export interface WorkerState extends Software {
  /** Names one process. */
  readonly id: string;
  readonly host: string;
  readonly threads: number;
  /** Index of its first thread among the threads of the run; another worker has it after one that is gone. */
  readonly firstThread: number;
  /** `silent`: it was not heard of for long, and others play what it had. `refused`: it cannot play the run. */
  readonly state: 'playing' | 'silent' | 'left' | 'refused';
  /** Milliseconds since it was heard of. */
  readonly silentMs: number;
  /** Backtests that were done or failed on it. */
  readonly jobs: number;
}

/** All that happens in a run, in the order it happens. `at` is wall-clock time. */
export type RunEvent =
  | { readonly type: 'run-started'; readonly at: Timestamp; readonly run: RunDescription }
  | {
      readonly type: 'job-started';
      readonly at: Timestamp;
      readonly job: Job;
      readonly thread: number;
      readonly attempt: number;
    }
  | { readonly type: 'job-facts'; readonly at: Timestamp; readonly jobId: JobId; readonly facts: readonly Fact[] }
  | { readonly type: 'progress'; readonly at: Timestamp; readonly jobs: readonly JobProgress[] }
  /** All workers of a run on several machines, once a second. */
  | { readonly type: 'workers'; readonly at: Timestamp; readonly workers: readonly WorkerState[] }
  | { readonly type: 'job-retried'; readonly at: Timestamp; readonly jobId: JobId; readonly reason: string }
  | {
      readonly type: 'job-finished';
      readonly at: Timestamp;
      readonly job: Job;
      readonly outcome: Outcome;
      /** Decodes the trades on demand; empty where only the outcome is known. */
      readonly trades: () => readonly ClosedTrade[];
      /** Decodes every order on demand; absent where only the outcome is known. */
      readonly orders?: () => readonly Order[];
      readonly attempts: number;
      /** True when the outcome comes from the journal or the cache and nothing was played. */
      readonly replayed: boolean;
    }
  | { readonly type: 'warning'; readonly at: Timestamp; readonly message: string }
  | { readonly type: 'run-stopping'; readonly at: Timestamp }
  | { readonly type: 'run-finished'; readonly at: Timestamp; readonly report: Report };

/** Jobs by index, in the batch's order. An array is one. */
export interface JobList extends Iterable<Job> {
  readonly length: number;
  at(index: number): Job | undefined;
}

/** Id of the session that plays a job of a run. */
export function sessionIdOf({ id }: Pick<RunDescription, 'id'>, jobId: JobId): string {
  return `${id}/${jobId}`;
}

/** Description of a run before its first job. */
export interface RunDescription {
  readonly id: string;
  readonly folder: string;
  readonly command: string;
  readonly startedAt: Timestamp;
  readonly threads: number;
  /** `host:port` of the Redis where the workers of several machines meet; null for threads of this process. */
  readonly meetingPlace: string | null;
  /** True when sessions tell debug lines. */
  readonly debug: boolean;
  readonly jobs: JobList;
  /** Minutes that all jobs play. */
  readonly minutes: number;
  readonly differences: Differences;
}
