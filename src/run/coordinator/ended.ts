import type { Job } from '../../model/job.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { RunEvent } from '../events.ts';
import type { RecordedResult, ResultRecord } from '../ports.ts';

/** A job that is over, as reporters hear of it. */
export type Finished = Omit<Extract<RunEvent, { type: 'job-finished' }>, 'type' | 'at' | 'trades' | 'orders'> & {
  readonly record: ResultRecord | null;
};

/** The end of an attempt that is not retried. */
export interface Ended {
  readonly job: Job;
  readonly thread: number;
  readonly outcome: Outcome;
  readonly recorded: RecordedResult | null;
  readonly attempts: number;
}
