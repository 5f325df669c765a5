import type { Job } from '../../model/job.ts';

/** Queue of the jobs that wait for a thread. */
export class JobQueue {
  readonly #jobs: readonly Job[];
  #next = 0;
  /** Jobs that came back, the next one last. */
  readonly #returned: Job[] = [];
  #isCleared = false;

  constructor(jobs: readonly Job[]) {
    this.#jobs = jobs;
  }

  get length(): number {
    return this.#isCleared ? 0 : this.#returned.length + this.#jobs.length - this.#next;
  }

  peek(): Job | undefined {
    if (this.#isCleared) return undefined;
    return this.#returned.at(-1) ?? this.#jobs[this.#next];
  }

  take(): Job | undefined {
    const job = this.peek();
    if (job !== undefined && this.#returned.pop() === undefined) this.#next += 1;
    return job;
  }

  /** Puts jobs back to the front, in their order. */
  putBack(jobs: readonly Job[]): void {
    this.#returned.push(...[...jobs].reverse());
  }

  clear(): void {
    this.#isCleared = true;
  }
}
