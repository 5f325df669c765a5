import type { Job, JobId } from '../../../model/job.ts';
import type { ChunkListener } from '../../../run/ports.ts';
import type { RunningJob } from './running-job.ts';
import { ThreadLife, type ThreadLifeParts } from './thread-life.ts';

/** One of the threads that the caller sees: pool threads, one after the other. */
export class PoolThread {
  readonly #parts: Omit<ThreadLifeParts, 'died'>;
  #life: ThreadLife | null = null;
  #isStopped = false;
  #closed: () => void = () => {};

  constructor(parts: Omit<ThreadLifeParts, 'died'>) {
    this.#parts = parts;
  }

  /** Number of jobs without an ending. */
  get pending(): number {
    return this.#life?.pending ?? 0;
  }

  async play(jobs: readonly Job[], listener: ChunkListener): Promise<readonly Job[]> {
    if (this.#isStopped) return jobs;
    this.#life ??= new ThreadLife({ ...this.#parts, died: () => this.#bury() });
    return this.#life.play(jobs, listener);
  }

  running(): RunningJob | null {
    return this.#life?.running() ?? null;
  }

  /** The running job, as far as it may be shown. */
  shown(): RunningJob | null {
    return this.#life?.shown() ?? null;
  }

  cancel(jobId: JobId): void {
    this.#life?.cancel(jobId);
  }

  stop(): void {
    this.#isStopped = true;
    this.#life?.stop();
  }

  /** Terminates the thread at once. */
  async close(): Promise<void> {
    this.#isStopped = true;
    const life = this.#life;
    if (life === null) return;
    await new Promise<void>((resolve) => {
      this.#closed = resolve;
      life.kill();
    });
  }

  #bury(): void {
    this.#life = null;
    this.#closed();
  }
}
