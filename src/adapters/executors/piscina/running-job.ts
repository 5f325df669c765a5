import { type Job, plannedMinutes } from '../../../model/job.ts';
import type { JobProgress } from '../../../run/events.ts';

/** Why the coordinator ends a job. */
export type EndReason = 'timeout' | 'stall' | 'memory' | 'cancel';

export interface RunningJobParts {
  readonly job: Job;
  readonly thread: number;
  /** Thread id of the operating system; null if unknown, or until the thread has started. */
  readonly systemThread: () => number | null;
  readonly minutes: () => number;
  readonly hasBegun: () => boolean;
  readonly end: (reason: EndReason) => void;
}

/** The job that a thread plays now, or is about to play: the guards of memory and time watch it. */
export class RunningJob {
  readonly seenAt = performance.now();
  readonly #parts: RunningJobParts;

  constructor(parts: RunningJobParts) {
    this.#parts = parts;
  }

  get job(): Job {
    return this.#parts.job;
  }

  get systemThread(): number | null {
    return this.#parts.systemThread();
  }

  /** False until the thread has come to it. */
  get hasBegun(): boolean {
    return this.#parts.hasBegun();
  }

  progress(): JobProgress {
    const { job, thread, minutes } = this.#parts;
    return { jobId: job.id, thread, minutes: minutes(), totalMinutes: plannedMinutes(job) };
  }

  endFor(reason: EndReason): void {
    this.#parts.end(reason);
  }
}
