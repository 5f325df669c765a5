import type { Job } from '../../model/job.ts';
import type { Failure } from '../../model/outcome.ts';

/** A job and how often it will have been begun once it is begun again. */
export interface Attempt {
  readonly job: Job;
  readonly number: number;
}

const MOST_ATTEMPTS = 2;

/** The jobs of a run that wait for a thread. */
export class JobQueue {
  readonly #waiting: Attempt[];

  constructor(jobs: readonly Job[]) {
    // Taken from the end, because taking from the front of a long list moves all the rest.
    this.#waiting = jobs.map((job) => ({ job, number: 1 })).reverse();
  }

  take(): Attempt | undefined {
    return this.#waiting.pop();
  }

  /** Puts a job whose worker died to the front once more. */
  retry(attempt: Attempt): void {
    this.#waiting.push({ job: attempt.job, number: attempt.number + 1 });
  }

  clear(): void {
    this.#waiting.length = 0;
  }
}

/** A worker may die of something that has passed by now; a backtest that was too slow is too slow again. */
export function deservesRetry(attempt: Attempt, failure: Failure): boolean {
  return attempt.number < MOST_ATTEMPTS && failure.code !== 'Timeout';
}
