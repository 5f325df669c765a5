import type { MessagePort } from 'node:worker_threads';
import type { Job } from '../../../model/job.ts';
import type { Outcome } from '../../../model/outcome.ts';
import type { Fact } from '../../../run/events.ts';
import type { RecordedResult, SharedInputs } from '../../../run/ports.ts';
import type { ValueAnswer, ValueOrder, ValueQuestion } from '../../../run/values/messages.ts';

/** What every thread is born with. */
export interface ThreadSetup {
  readonly shared: SharedInputs;
  readonly memoryLimitMb: number;
}

/** What the pool hands a thread. */
export interface ThreadTask {
  readonly job: Job;
  /** Where the thread's messages go. */
  readonly port: MessagePort;
  readonly signals: Int32Array;
}

/** What a thread tells of a job: its begin first, its outcome last. */
export type ThreadMessage =
  | { readonly type: 'begun'; readonly systemThread: number | null }
  | { readonly type: 'facts'; readonly facts: readonly Fact[] }
  | { readonly type: 'orders'; readonly orders: readonly ValueOrder[] }
  | { readonly type: 'question'; readonly number: number; readonly question: ValueQuestion }
  | { readonly type: 'outcome'; readonly outcome: Outcome; readonly recorded: RecordedResult | null };

/** What a thread waits for. */
export interface ThreadAnswer {
  /** Of the question; an earlier one may have been given up. */
  readonly number: number;
  readonly answer: ValueAnswer;
}
