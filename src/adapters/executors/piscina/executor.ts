import type { Job } from '../../../model/job.ts';
import type { Fact, JobProgress } from '../../../run/events.ts';
import type { Ending, Executor, SharedInputs } from '../../../run/ports.ts';
import type { ValueServer } from '../../../run/values/value-server.ts';
import { guardMemory } from './memory.ts';
import { ThreadPool } from './pool.ts';
import { watchStalls } from './stall.ts';
import { type JobLimits, ThreadJob } from './thread-job.ts';

export interface PiscinaExecutorOptions extends JobLimits {
  readonly threads: number;
  readonly shared: SharedInputs;
  /** Null when strategies keep no values. */
  readonly values: ValueServer | null;
  /** Shows a warning to a person. */
  readonly warn: (message: string) => void;
}

/** Creates an executor on a Piscina pool, one job per thread. The death of a thread ends only its own job. */
export function createPiscinaExecutor(options: PiscinaExecutorOptions): Executor {
  return new PiscinaExecutor(options);
}

class PiscinaExecutor implements Executor {
  readonly threads: number;
  readonly #limits: JobLimits;
  readonly #pool: ThreadPool;
  readonly #values: ValueServer | null;
  /** Running jobs by the thread number that the caller sees. */
  readonly #running = new Map<number, { readonly job: ThreadJob; readonly ending: Promise<Ending> }>();
  readonly #stopGuarding: () => void;
  readonly #stopWatching: () => void;
  #stopped = false;

  constructor({ threads, shared, values, warn, ...limits }: PiscinaExecutorOptions) {
    this.threads = threads;
    this.#values = values;
    this.#limits = limits;
    this.#pool = new ThreadPool({ shared, memoryLimitMb: limits.memoryLimitMb }, threads);
    this.#stopGuarding = guardMemory(threads, limits.memoryLimitMb, () => this.#jobs());
    this.#stopWatching = watchStalls(limits.stallMs, () => this.#jobs(), warn);
  }

  async play(job: Job, started: (thread: number) => void, facts: (facts: readonly Fact[]) => void): Promise<Ending> {
    const thread = this.#freeThread();
    const values = this.#values?.open() ?? null;
    const threadJob = new ThreadJob({ job, thread, limits: this.#limits, facts, values });
    started(thread);
    const ending = threadJob.play(this.#pool);
    this.#running.set(thread, { job: threadJob, ending });
    if (this.#stopped) threadJob.stop();
    try {
      return await ending;
    } finally {
      this.#running.delete(thread);
    }
  }

  progress(): readonly JobProgress[] {
    return this.#jobs().map((job) => job.progress());
  }

  stop(): void {
    this.#stopped = true;
    for (const job of this.#jobs()) job.stop();
  }

  async close(): Promise<void> {
    this.#stopped = true;
    const running = [...this.#running.values()];
    for (const { job } of running) job.kill();
    await Promise.all(running.map(({ ending }) => ending));
    await this.#pool.close();
    this.#stopGuarding();
    this.#stopWatching();
  }

  #jobs(): readonly ThreadJob[] {
    return [...this.#running.values()].map(({ job }) => job);
  }

  #freeThread(): number {
    for (let thread = 0; thread < this.threads; thread++) if (!this.#running.has(thread)) return thread;
    throw new Error(`more than ${this.threads} jobs were given to ${this.threads} threads`);
  }
}
