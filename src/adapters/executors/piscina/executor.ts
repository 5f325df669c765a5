import { SharedColumns } from '../../../engine/series/shared-columns.ts';
import type { Job, JobId } from '../../../model/job.ts';
import type { JobProgress } from '../../../run/events.ts';
import type { ChunkListener, Executor, SharedInputs } from '../../../run/ports.ts';
import type { ValueServer } from '../../../run/values/value-server.ts';
import { roomForSharing } from '../../system/room.ts';
import { watchDeadlines } from './deadline.ts';
import { guardMemory } from './memory.ts';
import { ThreadPool } from './pool.ts';
import { PoolThread } from './pool-thread.ts';
import type { RunningJob } from './running-job.ts';
import { watchStalls } from './stall.ts';
import type { JobLimits } from './thread-life.ts';

export interface PiscinaExecutorOptions extends JobLimits {
  readonly threads: number;
  readonly shared: SharedInputs;
  /** Null when strategies keep no values. */
  readonly values: ValueServer | null;
  /** Shows a warning to a person. */
  readonly warn: (message: string) => void;
}

/** Creates an executor on a Piscina pool. The death of a thread ends only the job that it played. */
export function createPiscinaExecutor(options: PiscinaExecutorOptions): Executor {
  return new PiscinaExecutor(options);
}

class PiscinaExecutor implements Executor {
  readonly threads: number;
  readonly #pool: ThreadPool;
  readonly #threads: readonly PoolThread[];
  readonly #stopWatching: readonly (() => void)[];

  constructor({ threads, shared, values, warn, ...limits }: PiscinaExecutorOptions) {
    const { memoryLimitMb, timeoutMs, stallMs } = limits;
    const columns = threads === 1 ? null : SharedColumns.allocate(roomForSharing());
    const pool = new ThreadPool({ shared, memoryLimitMb, columns }, threads);
    this.threads = threads;
    this.#pool = pool;
    this.#threads = Array.from({ length: threads }, (_, thread) => new PoolThread({ pool, thread, limits, values }));
    this.#stopWatching = [
      guardMemory(threads, memoryLimitMb, () => this.#running()),
      watchStalls(stallMs, () => this.#running(), warn),
      watchDeadlines(timeoutMs, () => this.#running()),
    ];
  }

  play(jobs: readonly Job[], listener: ChunkListener): Promise<readonly Job[]> {
    const least = Math.min(...this.#threads.map(({ pending }) => pending));
    const thread = this.#threads.find(({ pending }) => pending === least) ?? this.#threads[0];
    return thread.play(jobs, listener);
  }

  progress(): readonly JobProgress[] {
    return this.#threads.flatMap((thread) => thread.shown()?.progress() ?? []);
  }

  cancel(jobId: JobId): void {
    for (const thread of this.#threads) thread.cancel(jobId);
  }

  stop(): void {
    for (const thread of this.#threads) thread.stop();
  }

  async close(): Promise<void> {
    // The pool first: it would replace threads that are terminated.
    const closed = this.#pool.close();
    await Promise.all(this.#threads.map((thread) => thread.close()));
    await closed;
    for (const stop of this.#stopWatching) stop();
  }

  #running(): readonly RunningJob[] {
    return this.#threads.flatMap((thread) => thread.running() ?? []);
  }
}
