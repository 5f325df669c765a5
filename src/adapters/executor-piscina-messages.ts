import type { MessagePort } from 'node:worker_threads';
import type { Job } from '../model/job.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Fact } from '../run/events.ts';
import type { Stage } from '../run/ports.ts';

/** What every thread is born with. */
export interface ThreadSetup {
  readonly stage: Stage;
  readonly heapLimitMb: number;
}

/** What the pool hands a thread. */
export interface ThreadTask {
  readonly job: Job;
  /** Where the thread's messages go. */
  readonly port: MessagePort;
  readonly gauge: Int32Array;
}

/** What a thread tells of a job, in this order. */
export type ThreadMessage =
  | { readonly type: 'begun' }
  | { readonly type: 'facts'; readonly facts: readonly Fact[] }
  | { readonly type: 'outcome'; readonly outcome: Outcome };
