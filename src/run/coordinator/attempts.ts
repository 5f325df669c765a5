import type { JobId } from '../../model/job.ts';
import type { Failure } from '../../model/outcome.ts';
import type { Timestamp } from '../../model/time.ts';

/** Attempts at a job whose worker dies: the cause of the first death may have passed. */
const MOST_ATTEMPTS = 2;

/** Attempts at jobs in flight. */
export class Attempts {
  readonly #startedAt = new Map<JobId, Timestamp>();
  readonly #retried = new Set<JobId>();

  /** Number of the current attempt, from 1. */
  numberOf(jobId: JobId): number {
    return this.#retried.has(jobId) ? MOST_ATTEMPTS : 1;
  }

  /** False if the attempt has started before. */
  start(jobId: JobId, at: Timestamp): boolean {
    if (this.#startedAt.has(jobId)) return false;
    this.#startedAt.set(jobId, at);
    return true;
  }

  /** Time since the start. */
  secondsOf(jobId: JobId, now: Timestamp): number {
    return (now - (this.#startedAt.get(jobId) ?? now)) / 1000;
  }

  /** The attempt is over, or its job came back without having been played. */
  end(jobId: JobId): void {
    this.#startedAt.delete(jobId);
  }

  /** Begins another attempt after a death; false if there are no more. A slow backtest would be slow again. */
  retry(jobId: JobId, failure: Failure): boolean {
    if (failure.code === 'Timeout' || this.#retried.has(jobId)) return false;
    this.end(jobId);
    this.#retried.add(jobId);
    return true;
  }
}
