import { setImmediate } from 'node:timers/promises';
import type { Job } from '../model/job.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Fact, JobProgress } from '../run/events.ts';
import { strayFailure, timeoutFailure } from '../run/failure.ts';
import { plannedMinutes } from '../run/planned.ts';
import type { JobWatch } from '../run/play.ts';
import type { Digest, Ending, Executor, Stage } from '../run/ports.ts';
import { createPlayer, type Player } from './executor-inline-player.ts';

export interface InlineExecutorOptions {
  readonly stage: Stage;
  readonly digest: Digest;
  readonly timeoutMs: number | null;
}

/**
 * Plays jobs in the calling thread, for tests and breakpoints. Known limits: nothing else happens while a job is played,
 * a strategy that ends the process ends all, and one that loops forever is never ended.
 */
export function createInlineExecutor(options: InlineExecutorOptions): Executor {
  return new InlineExecutor(options);
}

class InlineExecutor implements Executor {
  readonly threads = 1;
  readonly #player: Player;
  readonly #timeoutMs: number | null;
  #running: { readonly job: Job; minutes: number } | null = null;
  #stopped = false;

  constructor({ stage, digest, timeoutMs }: InlineExecutorOptions) {
    process.setSourceMapsEnabled(true);
    this.#player = createPlayer(stage, digest);
    this.#timeoutMs = timeoutMs;
  }

  async play(job: Job, started: (thread: number) => void, facts: (facts: readonly Fact[]) => void): Promise<Ending> {
    await setImmediate();
    started(0);
    this.#running = { job, minutes: 0 };
    const strays = catchStrays();
    const outcome = await this.#playWatched(job, facts);
    const [stray] = strays.end();
    this.#running = null;
    return stray === undefined ? { kind: 'outcome', outcome } : { kind: 'died', failure: strayFailure(stray.error) };
  }

  progress(): readonly JobProgress[] {
    if (this.#running === null) return [];
    const { job, minutes } = this.#running;
    return [{ jobId: job.id, thread: 0, minutes, totalMinutes: plannedMinutes(job) }];
  }

  stop(): void {
    this.#stopped = true;
  }

  async close(): Promise<void> {
    this.stop();
  }

  async #playWatched(job: Job, facts: (facts: readonly Fact[]) => void): Promise<Outcome> {
    const deadline = this.#timeoutMs === null ? Number.POSITIVE_INFINITY : performance.now() + this.#timeoutMs;
    const watch: JobWatch = { facts, day: (minutes) => this.#day(minutes) || performance.now() > deadline };
    const outcome = await this.#player(job, watch);
    if (outcome.status !== 'cancelled' || this.#stopped || this.#timeoutMs === null) return outcome;
    const { jobId, seconds } = outcome;
    return { status: 'failed', jobId, seconds, failure: timeoutFailure(this.#timeoutMs) };
  }

  #day(minutes: number): boolean {
    if (this.#running !== null) this.#running.minutes = minutes;
    return this.#stopped;
  }
}

/** Errors that would end a worker, and here the process: those of timers and promises that a strategy left behind. */
function catchStrays(): { end(): readonly { readonly error: unknown }[] } {
  const caught: { readonly error: unknown }[] = [];
  const onStray = (error: unknown): void => void caught.push({ error });
  process.on('unhandledRejection', onStray).on('uncaughtException', onStray);
  return {
    end() {
      process.off('unhandledRejection', onStray).off('uncaughtException', onStray);
      return caught;
    },
  };
}
