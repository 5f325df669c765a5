import type { MessagePort } from 'node:worker_threads';
import type { Job } from '../../../model/job.ts';
import type { Outcome } from '../../../model/outcome.ts';
import type { Fact } from '../../../run/events.ts';
import type { RecordedResult, SharedInputs } from '../../../run/ports.ts';
import type { ValueAnswer, ValueOrder, ValueQuestion } from '../../../run/values/messages.ts';

/** Data of a new thread. */
export interface ThreadSetup {
  readonly shared: SharedInputs;
  readonly memoryLimitMb: number;
  /** Memory of the bars and indicators that threads share; null for one thread. */
  readonly columns: SharedArrayBuffer | null;
}

/** The one task of a thread, which lasts as long as the thread. */
export interface ThreadTask {
  /** Port of all messages to the thread and from it. */
  readonly port: MessagePort;
  readonly signals: Int32Array;
}

/** Ending of a job, as its thread tells it. */
export interface ThreadEnding {
  readonly outcome: Outcome;
  readonly recorded: RecordedResult | null;
}

/**
 * Messages of a thread: `begun` first. All others are about its jobs, in the order in which it plays them, so that they
 * name none: what comes after the ending of one job is about the next.
 */
export type ThreadMessage =
  | { readonly type: 'begun'; readonly systemThread: number | null }
  | { readonly type: 'facts'; readonly facts: readonly Fact[] }
  | { readonly type: 'orders'; readonly orders: readonly ValueOrder[] }
  | { readonly type: 'question'; readonly number: number; readonly question: ValueQuestion }
  | { readonly type: 'endings'; readonly endings: readonly ThreadEnding[] }
  /** No job that the thread was given will have an ending any more. */
  | { readonly type: 'stopped' };

/** Messages to a thread. */
export type CoordinatorMessage =
  | { readonly type: 'jobs'; readonly jobs: readonly Job[] }
  /** Answer to a thread that blocks. It names its question; the thread may have given up earlier ones. */
  | { readonly type: 'answer'; readonly number: number; readonly answer: ValueAnswer };
