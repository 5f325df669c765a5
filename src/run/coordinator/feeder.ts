import type { Job, JobId } from '../../model/job.ts';
import type { ChunkListener, Executor, JobEnding } from '../ports.ts';
import { JobCosts } from './job-costs.ts';
import { JobQueue } from './job-queue.ts';

/** Work of a chunk in this process. It hides the way to a thread and back, about 0.1 ms; a death costs at most so much again. */
const CHUNK_MS = 25;
/** A thread gets its next chunk ahead only when jobs are shorter: a long one had better wait for whoever is free first. */
const LONGEST_AHEAD_MS = 50;
/** Guided self-scheduling: a chunk is at most this share of a thread's share, so that all threads finish together. */
const MOST_OF_A_SHARE = 1 / 4;

/** Jobs of a chunk that travels far: more make no message smaller. */
const MOST_JOBS = 5_000;

export interface FeederParts {
  readonly executor: Executor;
  /** True for a job that must not be played; whoever asks for it has told its end. */
  readonly skips: (job: Job) => boolean;
  /** Called before a chunk is sent. */
  readonly sending: (jobIds: readonly JobId[]) => void;
  /** Called with jobs that came back without an ending; they are played again. */
  readonly returned: (jobIds: readonly JobId[]) => void;
  /** Called when another callback has thrown. */
  readonly failed: () => void;
  readonly listener: ChunkListener;
}

/** `alone`: one job at a time. */
type Company = 'together' | 'alone';

/** Keeps the threads of an executor busy, with chunks of jobs by their estimated cost. */
export class Feeder {
  readonly #parts: FeederParts;
  readonly #listener: ChunkListener;
  readonly #costs = new JobCosts();
  readonly #inFlight = new Set<JobId>();
  #queue = new JobQueue([], 0);
  #company: Company = 'together';
  #chunks = 0;
  #mostThreads = 0;
  #failure: { readonly error: unknown } | null = null;
  #over: () => void = () => {};

  constructor(parts: FeederParts) {
    const { listener } = parts;
    this.#parts = parts;
    parts.executor.onGrowth?.(() => this.#feed());
    this.#listener = {
      started: (job, thread) => this.#guarded(() => listener.started(job, thread)),
      facts: (job, facts) => this.#guarded(() => listener.facts(job, facts)),
      ended: (endings) => this.#guarded(() => this.#end(endings)),
    };
  }

  /** Jobs that were sent and have no ending. */
  get inFlight(): readonly JobId[] {
    return [...this.#inFlight];
  }

  /** The most threads that the executor had at one time while there was work; 0 where there was none. */
  get mostThreads(): number {
    return this.#mostThreads;
  }

  /** Plays jobs, of which there are at most `count`. Rejects with the first error that a callback throws. */
  async play(jobs: Iterable<Job>, count: number, company: Company): Promise<void> {
    this.#queue = new JobQueue(jobs, count);
    this.#company = company;
    await new Promise<void>((resolve) => {
      this.#over = resolve;
      this.#feed();
    });
    if (this.#failure !== null) throw this.#failure.error;
  }

  /** Plays a job once more, before all that wait. */
  retry(job: Job): void {
    this.#queue.putBack([job]);
  }

  /** Sends no more jobs. */
  stop(): void {
    this.#queue.clear();
  }

  #feed(): void {
    const isBusy = this.#chunks > 0 || this.#queue.peek() !== undefined;
    if (isBusy) this.#mostThreads = Math.max(this.#mostThreads, this.#parts.executor.threads);
    while (this.#queue.peek() !== undefined && this.#chunks < this.#mostChunks()) {
      const chunk = this.#takeChunk();
      if (chunk.length > 0 && this.#guarded(() => this.#parts.sending(idsOf(chunk)))) void this.#send(chunk);
    }
    if (this.#chunks === 0) this.#over();
  }

  async #send(chunk: readonly Job[]): Promise<void> {
    this.#chunks += 1;
    for (const { id } of chunk) this.#inFlight.add(id);
    const left = await this.#parts.executor.play(chunk, this.#listener);
    this.#chunks -= 1;
    for (const { id } of left) this.#inFlight.delete(id);
    this.#queue.putBack(left);
    if (left.length > 0) this.#guarded(() => this.#parts.returned(idsOf(left)));
    this.#feed();
  }

  #end(endings: readonly JobEnding[]): void {
    for (const { job, ending } of endings) {
      this.#inFlight.delete(job.id);
      if (ending.kind === 'outcome') this.#costs.note(job, ending.outcome.seconds);
    }
    this.#parts.listener.ended(endings);
  }

  #mostChunks(): number {
    if (this.#company === 'alone') return 1;
    const { threads, chunkMs } = this.#parts.executor;
    if (chunkMs !== undefined) return 2 * threads;
    const next = this.#queue.peek();
    const cost = next === undefined ? null : this.#costs.of(next);
    return cost !== null && cost < LONGEST_AHEAD_MS ? 2 * threads : threads;
  }

  #takeChunk(): readonly Job[] {
    const most = this.#mostJobs();
    const { chunkMs = CHUNK_MS } = this.#parts.executor;
    const chunk: Job[] = [];
    for (let ms = 0; ms < chunkMs && chunk.length < most; ) {
      const job = this.#queue.take();
      if (job === undefined) break;
      if (this.#parts.skips(job)) continue;
      chunk.push(job);
      ms += this.#costs.of(job) ?? chunkMs;
    }
    return chunk;
  }

  #mostJobs(): number {
    if (this.#company === 'alone') return 1;
    return Math.min(MOST_JOBS, Math.ceil((this.#queue.length / this.#parts.executor.threads) * MOST_OF_A_SHARE));
  }

  /** True if the action did not throw. */
  #guarded(action: () => void): boolean {
    try {
      action();
      return true;
    } catch (error) {
      if (this.#failure === null) {
        this.#failure = { error };
        this.#guarded(() => this.#parts.failed());
      }
      return false;
    }
  }
}

function idsOf(jobs: readonly Job[]): readonly JobId[] {
  return jobs.map(({ id }) => id);
}
