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
}

/** Task of a thread. */
export interface ThreadTask {
  readonly job: Job;
  /** Port of the thread's messages. */
  readonly port: MessagePort;
  readonly signals: Int32Array;
}

/** Messages of a thread about one job: `begun` first, `outcome` last. */
export type ThreadMessage =
  | { readonly type: 'begun'; readonly systemThread: number | null }
  | { readonly type: 'facts'; readonly facts: readonly Fact[] }
  | { readonly type: 'orders'; readonly orders: readonly ValueOrder[] }
  | { readonly type: 'question'; readonly number: number; readonly question: ValueQuestion }
  | { readonly type: 'outcome'; readonly outcome: Outcome; readonly recorded: RecordedResult | null };

/** Answer to a thread that blocks. */
export interface ThreadAnswer {
  /** Number of the question; the thread may have given up earlier ones. */
  readonly number: number;
  readonly answer: ValueAnswer;
}
