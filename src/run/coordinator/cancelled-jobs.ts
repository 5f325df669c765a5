import type { JobId } from '../../model/job.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { JobList } from '../events.ts';
import { positionOf } from '../plan/job-id.ts';

/** Jobs that people cancelled. */
export class CancelledJobs {
  readonly #jobs: JobList;
  readonly #cancelled = new Set<JobId>();

  constructor(jobs: JobList) {
    this.#jobs = jobs;
  }

  /** False for an id that no job has. */
  add(jobId: JobId): boolean {
    if (this.#jobs.at(positionOf(jobId) - 1)?.id !== jobId) return false;
    this.#cancelled.add(jobId);
    return true;
  }

  has(jobId: JobId): boolean {
    return this.#cancelled.has(jobId);
  }
}

export function cancelledOutcome(jobId: JobId, seconds: number): Outcome {
  return { status: 'cancelled', jobId, seconds };
}
