import type { Job } from '../../model/job.ts';
import type { Failure } from '../../model/outcome.ts';

/** A job and the number of its next attempt, from 1. */
export interface Attempt {
  readonly job: Job;
  readonly number: number;
}

const MOST_ATTEMPTS = 2;

/** Queue of the jobs that wait for a thread. */
export class JobQueue {
  readonly #waiting: Attempt[];

  constructor(jobs: readonly Job[]) {
    // Reversed: `pop` is constant-time, `shift` moves the rest of the list.
    this.#waiting = jobs.map((job) => ({ job, number: 1 })).reverse();
  }

  take(): Attempt | undefined {
    return this.#waiting.pop();
  }

  /** Puts a job whose worker died back to the front. */
  retry(attempt: Attempt): void {
    this.#waiting.push({ job: attempt.job, number: attempt.number + 1 });
  }

  clear(): void {
    this.#waiting.length = 0;
  }
}

/** True for the first death of a worker, whose cause may have passed; a slow backtest would be slow again. */
export function deservesRetry(attempt: Attempt, failure: Failure): boolean {
  return attempt.number < MOST_ATTEMPTS && failure.code !== 'Timeout';
}
