import { setImmediate } from 'node:timers/promises';
import { SeriesCache } from '../../engine/series/series-cache.ts';
import { type Job, type JobId, plannedMinutes } from '../../model/job.ts';
import type { Failure } from '../../model/outcome.ts';
import type { Fact, JobProgress } from '../../run/events.ts';
import { exitFailure, strayFailure, timeoutFailure } from '../../run/play/failure.ts';
import type { JobWatch } from '../../run/play/play.ts';
import type { ChunkListener, Digest, Ending, Executor, SharedInputs, ValueCodec } from '../../run/ports.ts';
import type { ValueTransport } from '../../run/values/messages.ts';
import type { ValueConnection, ValueServer } from '../../run/values/value-server.ts';
import { createPlayer, type FinishedJob, type Player } from './player/player.ts';

export interface InlineExecutorOptions {
  readonly shared: SharedInputs;
  readonly digest: Digest;
  readonly codec: ValueCodec;
  /** Null when strategies keep no values. */
  readonly values: ValueServer | null;
  readonly timeoutMs: number | null;
  /** True where no other code of the process changes built-in objects: a look for changes takes 16 us, else 1 ms. */
  readonly hardens?: boolean;
}

/**
 * Creates an executor in the calling thread, for tests and breakpoints. Known limits: the event loop stands still
 * while a job is played; a hook that never returns or takes all memory is not ended, for the timeout is checked between
 * days; and timers or listeners that a strategy leaves behind stay.
 */
export function createInlineExecutor(options: InlineExecutorOptions): Executor {
  return new InlineExecutor(options);
}

class InlineExecutor implements Executor {
  readonly threads = 1;
  readonly #player: Promise<Player>;
  readonly #values: ValueServer | null;
  readonly #timeoutMs: number | null;
  #running: { readonly job: Job; minutes: number } | null = null;
  #lastChunk: Promise<unknown> = Promise.resolve();
  #stopped = false;
  /** True for cancelled jobs. No method is called on it: a strategy in this thread may have changed those of sets. */
  readonly #cancelled: Record<JobId, true> = Object.create(null);

  constructor({ shared, digest, codec, values, timeoutMs, hardens = false }: InlineExecutorOptions) {
    process.setSourceMapsEnabled(true);
    const series = new SeriesCache();
    this.#player = createPlayer({ shared, digest, codec, series, reader: null, thread: 'repaired', hardens });
    this.#values = values;
    this.#timeoutMs = timeoutMs;
  }

  play(jobs: readonly Job[], listener: ChunkListener): Promise<readonly Job[]> {
    const left = this.#lastChunk.then(() => this.#playInTurn(jobs, listener));
    this.#lastChunk = left;
    return left;
  }

  async #playInTurn(jobs: readonly Job[], listener: ChunkListener): Promise<readonly Job[]> {
    for (const [index, job] of jobs.entries()) {
      if (this.#stopped) return jobs.slice(index);
      listener.ended([{ job, thread: 0, ending: await this.#playOne(job, listener) }]);
    }
    return [];
  }

  async #playOne(job: Job, listener: ChunkListener): Promise<Ending> {
    const endings = catchEndings();
    await setImmediate();
    listener.started(job, 0);
    this.#running = { job, minutes: 0 };
    const finished = await this.#playWatched(job, (facts) => listener.facts(job, facts));
    const failure = endings.end();
    this.#running = null;
    return failure === null ? { kind: 'outcome', ...finished } : { kind: 'died', failure };
  }

  progress(): readonly JobProgress[] {
    if (this.#running === null) return [];
    const { job, minutes } = this.#running;
    return [{ jobId: job.id, thread: 0, minutes, totalMinutes: plannedMinutes(job) }];
  }

  cancel(jobId: JobId): void {
    this.#cancelled[jobId] = true;
  }

  stop(): void {
    this.#stopped = true;
  }

  async close(): Promise<void> {
    this.stop();
  }

  async #playWatched(job: Job, facts: (facts: readonly Fact[]) => void): Promise<Omit<FinishedJob, 'isSpoilt'>> {
    const deadline = this.#timeoutMs === null ? Number.POSITIVE_INFINITY : performance.now() + this.#timeoutMs;
    const watch: JobWatch = { facts, day: (minutes) => this.#day(job, minutes) || performance.now() > deadline };
    const values = this.#values?.open() ?? null;
    const player = await this.#player;
    const { isSpoilt: _restored, ...finished } = await player(job, watch, values === null ? null : linkTo(values));
    values?.close();
    const { status, jobId, seconds } = finished.outcome;
    if (status !== 'cancelled' || this.#mustEnd(job) || this.#timeoutMs === null) return finished;
    const failure = timeoutFailure(this.#timeoutMs);
    return { outcome: { status: 'failed', jobId, seconds, failure }, recorded: null };
  }

  #day(job: Job, minutes: number): boolean {
    if (this.#running !== null) this.#running.minutes = minutes;
    return this.#mustEnd(job);
  }

  #mustEnd({ id }: Job): boolean {
    return this.#stopped || this.#cancelled[id] === true;
  }
}

/** Connects a job directly: no other thread computes values, so that every answer comes at once. */
function linkTo(values: ValueConnection): ValueTransport {
  let acted = 0;
  return {
    tell(orders) {
      values.act(orders);
      acted += 1;
    },
    actedUpon: () => acted,
    ask(question) {
      let found: Uint8Array | null = null;
      values.ask(question, (answer) => {
        found = answer;
      });
      return found;
    },
  };
}

/**
 * Catches what would end a worker, and here the process: `process.exit`, and errors in timers and promises that a
 * strategy left behind. `end` returns the first.
 */
function catchEndings(): { end(): Failure | null } {
  const { exit } = process;
  let first: Failure | null = null;
  const onStray = (error: unknown): void => {
    first ??= strayFailure(error);
  };
  process.on('unhandledRejection', onStray).on('uncaughtException', onStray);
  process.exit = (code) => {
    first ??= exitFailure(code ?? process.exitCode ?? 0);
    throw new Error('process.exit was called');
  };
  return {
    end() {
      process.off('unhandledRejection', onStray).off('uncaughtException', onStray);
      process.exit = exit;
      return first;
    },
  };
}
