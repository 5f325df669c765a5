import type { Job } from '../../../model/job.ts';
import type { SharedInputs } from '../../../run/ports.ts';

/** A batch as checks play it. */
export interface CheckedBatch {
  readonly jobs: readonly Job[];
  readonly shared: SharedInputs;
  readonly threads: number;
}

/** The finding of a check about one backtest, or the reason why it could not be checked. */
export interface JobFinding {
  readonly job: string;
  readonly kind: 'finding' | 'failed';
  readonly lines: readonly string[];
}

export interface CheckReport {
  readonly findings: readonly JobFinding[];
  /** One line about all. */
  readonly summary: string;
}
