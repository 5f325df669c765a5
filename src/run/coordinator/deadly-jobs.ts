import type { Failure } from '../../model/outcome.ts';

/** The run stops if the count exceeds both limits. */
const MOST_PER_THREAD = 4;
const MOST_OF_ALL = 0.5;

/**
 * Counts jobs that killed their worker in every attempt. A few are faulty strategies; more than half, a faulty machine.
 */
export class DeadlyJobs {
  readonly #threads: number;
  readonly #planned: number;
  #count = 0;

  constructor(threads: number, planned: number) {
    this.#threads = threads;
    this.#planned = planned;
  }

  /** Adds a job; one that was ended for being slow says nothing about the machine and does not count. */
  add(failure: Failure): void {
    if (failure.code !== 'Timeout') this.#count += 1;
  }

  get areTooMany(): boolean {
    return this.#count > Math.max(MOST_PER_THREAD * this.#threads, MOST_OF_ALL * this.#planned);
  }

  /** Text for a warning. */
  get summary(): string {
    return `${this.#count} of ${this.#planned} backtests ended their workers, each twice`;
  }
}
