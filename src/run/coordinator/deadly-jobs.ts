import type { Failure } from '../../model/outcome.ts';

/** Jobs that end their workers stop the run when they are more than these for each thread, and more than the share of all. */
const MOST_PER_THREAD = 4;
const MOST_OF_ALL = 0.5;

/** Counts the jobs whose worker died each time. Few of them are faulty strategies, most of them a faulty machine. */
export class DeadlyJobs {
  readonly #threads: number;
  readonly #planned: number;
  #count = 0;

  constructor(threads: number, planned: number) {
    this.#threads = threads;
    this.#planned = planned;
  }

  /** A worker that was ended for being slow says nothing about the machine and does not count. */
  add(failure: Failure): void {
    if (failure.code !== 'Timeout') this.#count += 1;
  }

  get areTooMany(): boolean {
    return this.#count > Math.max(MOST_PER_THREAD * this.#threads, MOST_OF_ALL * this.#planned);
  }

  /** For a person. */
  get summary(): string {
    return `${this.#count} of ${this.#planned} backtests ended their workers, each twice`;
  }
}
