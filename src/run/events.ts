import type { Job, JobId } from '../model/job.ts';
import type { Order } from '../model/order.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Timestamp } from '../model/time.ts';
import type { ClosedTrade } from '../model/trade.ts';
import type { Report } from './report.ts';
import type { Differences } from './text/labels.ts';

/** A message of a session while it is played. Times are simulation time. */
export type Fact =
  | { readonly kind: 'log'; readonly level: 'info' | 'error'; readonly time: Timestamp; readonly message: string }
  /** A step in the life of an order, in words; only with `--debug`. */
  | { readonly kind: 'trace'; readonly time: Timestamp; readonly message: string }
  | { readonly kind: 'published'; readonly time: Timestamp; readonly event: string; readonly value: unknown }
  /** A point of a line that the strategy plots; only with `--debug` and for a chart. */
  | { readonly kind: 'plotted'; readonly time: Timestamp; readonly name: string; readonly value: number };

/** Progress of a running job, read from shared memory. */
export interface JobProgress {
  readonly jobId: JobId;
  /** Index of the executor's thread, from 0. */
  readonly thread: number;
  /** Minutes, or longer candles of its base timeframe, played of `totalMinutes`, over all markets of the job. */
  readonly minutes: number;
  readonly totalMinutes: number;
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

/** Description of a run before its first job. */
export interface RunDescription {
  readonly id: string;
  readonly folder: string;
  readonly command: string;
  readonly startedAt: Timestamp;
  readonly threads: number;
  readonly jobs: JobList;
  /** Minutes that all jobs play. */
  readonly minutes: number;
  readonly differences: Differences;
}
