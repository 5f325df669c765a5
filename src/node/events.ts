import type { Job } from '../model/job.ts';
import type { Order } from '../model/order.ts';
import type { ClosedTrade } from '../model/trade.ts';
import type { Fact } from '../run/events.ts';
import type { JobReport, Report } from '../run/report.ts';

/** All that happens in a run, for programs. Times are milliseconds since 1970, UTC. */
export type BatchEvent =
  | {
      readonly type: 'run-started';
      readonly at: number;
      /** Id of the run, the name of its folder. */
      readonly run: string;
      /** Path of the folder of the run. */
      readonly folder: string;
      /** Number of backtests. */
      readonly jobs: number;
      readonly threads: number;
    }
  | {
      readonly type: 'job-started';
      readonly at: number;
      readonly job: Job;
      readonly thread: number;
      readonly attempt: number;
    }
  /** Lines that a strategy logged, events that it published; left out where a reader is far behind. */
  | { readonly type: 'job-facts'; readonly at: number; readonly jobId: string; readonly facts: readonly Fact[] }
  /** A backtest is played again, because its thread died. */
  | { readonly type: 'job-retried'; readonly at: number; readonly jobId: string; readonly reason: string }
  | {
      readonly type: 'job-finished';
      readonly at: number;
      readonly row: JobReport;
      /** Closed trades; empty where only the row is known, as in a run that goes on. */
      readonly trades: () => readonly ClosedTrade[];
      /** Every order; empty where only the row is known. */
      readonly orders: () => readonly Order[];
    }
  /** The newest state; older ones that nobody has read are left out. */
  | {
      readonly type: 'progress';
      readonly at: number;
      /** Share of the whole run, 0 to 1. */
      readonly share: number;
      readonly done: number;
      readonly failed: number;
      /** Null until it is known. */
      readonly secondsLeft: number | null;
    }
  | { readonly type: 'warning'; readonly at: number; readonly message: string }
  | { readonly type: 'run-stopping'; readonly at: number }
  | { readonly type: 'run-finished'; readonly at: number; readonly report: Report };
