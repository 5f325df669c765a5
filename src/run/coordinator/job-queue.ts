import type { Job } from '../../model/job.ts';

/** Queue of the jobs that wait for a thread. */
export class JobQueue {
  readonly #jobs: Iterator<Job, unknown>;
  /** Jobs that came back, the next one last. */
  readonly #returned: Job[] = [];
  /** Jobs still to be taken from the iterator. */
  #left: number;
  #isCleared = false;

  /** `count` is the number of jobs, or more. */
  constructor(jobs: Iterable<Job>, count: number) {
    this.#jobs = jobs[Symbol.iterator]();
    this.#left = count;
    this.#advance();
  }

  /** Number of jobs that wait, or more. */
  get length(): number {
    return this.#isCleared ? 0 : this.#returned.length + this.#left;
  }

  peek(): Job | undefined {
    return this.#isCleared ? undefined : this.#returned.at(-1);
  }

  take(): Job | undefined {
    const job = this.peek();
    if (job === undefined) return undefined;
    this.#returned.pop();
    if (this.#returned.length === 0) this.#advance();
    return job;
  }

  /** Puts jobs back to the front, in their order. */
  putBack(jobs: readonly Job[]): void {
    this.#returned.push(...[...jobs].reverse());
  }

  clear(): void {
    this.#isCleared = true;
  }

  /** Makes the next job the one to be taken. */
  #advance(): void {
    const next = this.#jobs.next();
    if (next.done) {
      this.#left = 0;
      return;
    }
    this.#left -= 1;
    this.#returned.push(next.value);
  }
}
