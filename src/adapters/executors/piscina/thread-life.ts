import type { Job, JobId } from '../../../model/job.ts';
import type { Failure, Outcome } from '../../../model/outcome.ts';
import { stallFailure, timeoutFailure } from '../../../run/play/failure.ts';
import type { ChunkListener, Ending } from '../../../run/ports.ts';
import type { ValueServer } from '../../../run/values/value-server.ts';
import { Chunks, type PendingJob } from './chunks.ts';
import { ThreadConnection } from './connection.ts';
import { deathOf, outOfMemory } from './death.ts';
import type { ThreadEnding, ThreadMessage } from './messages.ts';
import type { ThreadPool } from './pool.ts';
import { type EndReason, RunningJob } from './running-job.ts';
import { askToEnd, askToStop, countHeard, jobNumber, minutesPlayed } from './signals.ts';
import { ThreadValues } from './thread-values.ts';

/** Limits of one job. */
export interface JobLimits {
  /** Wall-clock limit of a job. */
  readonly timeoutMs: number | null;
  /** CPU time that its thread may spend on one simulated day. */
  readonly stallMs: number | null;
  /** Time to react to a stop request before the thread is terminated. */
  readonly graceMs: number;
  /** Limit of objects, typed arrays and buffers together, without the shared candles. */
  readonly memoryLimitMb: number;
}

export interface ThreadLifeParts {
  readonly pool: ThreadPool;
  /** Number of the thread that the caller sees. */
  readonly thread: number;
  readonly limits: JobLimits;
  /** Null when strategies keep nothing. */
  readonly values: ValueServer | null;
  readonly died: () => void;
}

/** One pool thread from its start to its death. Its jobs have numbers, from 1, in the order in which it plays them. */
export class ThreadLife {
  readonly #parts: ThreadLifeParts;
  readonly #connection: ThreadConnection;
  readonly #chunks = new Chunks();
  readonly #values: ThreadValues;
  #systemThread: number | null = null;
  /** Number of the last job whose ending was heard, and of the last whose start was told. */
  #heard = 0;
  #told = 0;
  #running: { readonly number: number; readonly job: RunningJob } | null = null;
  /** Job that was asked to end, and job for which the thread was terminated. */
  #asked: { readonly number: number; readonly reason: EndReason } | null = null;
  #killedFor: number | null = null;
  readonly #cancelled = new Set<JobId>();
  #isStopped = false;
  #grace: NodeJS.Timeout | undefined;

  constructor(parts: ThreadLifeParts) {
    this.#parts = parts;
    this.#connection = new ThreadConnection(
      parts.pool,
      (message) => this.#hear(message),
      (crash) => this.#die(crash),
    );
    const { signals } = this.#connection;
    this.#values = new ThreadValues(parts.values, signals, (message) => this.#connection.send(message));
  }

  get pending(): number {
    return this.#chunks.pending;
  }

  play(jobs: readonly Job[], listener: ChunkListener): Promise<readonly Job[]> {
    const wasIdle = this.pending === 0;
    const left = this.#chunks.add(jobs, listener);
    this.#connection.send({ type: 'jobs', jobs });
    if (wasIdle) this.#tellStart();
    return left;
  }

  /** The job that the thread plays, or will play next; null while it is idle. */
  running(): RunningJob | null {
    const distance = Math.max(0, this.#begun - this.#heard - 1);
    const pending = this.#chunks.at(distance);
    if (pending === null) return null;
    const number = this.#heard + distance + 1;
    if (this.#running?.number !== number) this.#running = { number, job: this.#runningJob(pending.job, number) };
    if (this.#cancelled.has(pending.job.id)) this.#endFor(number, 'cancel');
    return this.#running.job;
  }

  /** The running job, if the endings of all before it were heard. */
  shown(): RunningJob | null {
    if (this.#begun > this.#heard + 1) return null;
    this.#tellStart();
    return this.running();
  }

  /** A job that waits in its chunk is ended when somebody next looks at what runs. */
  cancel(jobId: JobId): void {
    this.#cancelled.add(jobId);
    this.running();
  }

  /** Asks the running job to stop; terminates the thread after the grace period. */
  stop(): void {
    this.#isStopped = true;
    askToStop(this.#connection.signals);
    if (this.pending > 0) this.#graceThen(() => this.#connection.kill());
  }

  /** Terminates the thread at once. */
  kill(): void {
    this.#isStopped = true;
    this.#connection.kill();
  }

  /** Number of the job that the thread plays or has played last. */
  get #begun(): number {
    return jobNumber(this.#connection.signals);
  }

  #runningJob(job: Job, number: number): RunningJob {
    return new RunningJob({
      job,
      thread: this.#parts.thread,
      systemThread: () => this.#systemThread,
      hasBegun: () => this.#begun === number,
      minutes: () => (this.#begun === number ? minutesPlayed(this.#connection.signals) : 0),
      end: (reason) => this.#endFor(number, reason),
    });
  }

  #endFor(number: number, reason: EndReason): void {
    if (this.#asked !== null || this.#isStopped || this.#begun !== number) return;
    this.#asked = { number, reason };
    askToEnd(this.#connection.signals, number);
    const kill = (): void => {
      if (this.#heard >= number) return;
      this.#killedFor = number;
      this.#connection.kill();
    };
    if (reason === 'memory') kill();
    else this.#graceThen(kill);
  }

  #graceThen(action: () => void): void {
    clearTimeout(this.#grace);
    this.#grace = setTimeout(action, this.#parts.limits.graceMs);
  }

  #tellStart(): void {
    const pending = this.#chunks.at(0);
    if (pending === null || this.#told > this.#heard) return;
    this.#told = this.#heard + 1;
    pending.listener.started(pending.job, this.#parts.thread);
  }

  #hear(message: ThreadMessage): void {
    switch (message.type) {
      case 'begun':
        this.#systemThread = message.systemThread;
        return;
      case 'facts': {
        countHeard(this.#connection.signals);
        this.#tellStart();
        const pending = this.#chunks.at(0);
        pending?.listener.facts(pending.job, message.facts);
        return;
      }
      case 'orders':
      case 'question':
        this.#values.hear(message);
        return;
      case 'endings':
        this.#end(message.endings);
        return;
      case 'stopped':
        this.#chunks.giveBack(null);
    }
  }

  /** Endings come chunk by chunk. */
  #end(endings: readonly ThreadEnding[]): void {
    this.#values.close();
    const pending = endings.flatMap((_, distance) => this.#chunks.at(distance) ?? []);
    const ended = pending.map(({ job }, index) => {
      return { job, thread: this.#parts.thread, ending: this.#endingOf(job, this.#heard + index + 1, endings[index]) };
    });
    this.#heard += ended.length;
    if (this.#asked !== null && this.#asked.number <= this.#heard) this.#asked = null;
    pending[0]?.listener.ended(ended);
    this.#chunks.end(ended.length);
    if (this.pending === 0) clearTimeout(this.#grace);
  }

  #endingOf(job: Job, number: number, { outcome, recorded }: ThreadEnding): Ending {
    if (outcome.status === 'cancelled' && this.#asked?.number === number) {
      return this.#endingFor(job, this.#asked.reason, outcome.seconds);
    }
    return { kind: 'outcome', outcome, recorded };
  }

  #die(crash: unknown): void {
    clearTimeout(this.#grace);
    this.#values.close();
    const victim = this.#victim();
    if (victim !== null) {
      const { job, listener } = victim;
      listener.ended([{ job, thread: this.#parts.thread, ending: this.#endingOfVictim(job, crash) }]);
    }
    this.#parts.died();
    this.#chunks.giveBack(victim?.job ?? null);
  }

  /** The job that is to blame for the death of the thread; jobs before it were lost with it. */
  #victim(): PendingJob | null {
    if (this.#killedFor !== null && this.#killedFor !== this.#begun) return null;
    if (this.#begun > this.#heard) return this.#chunks.at(this.#begun - this.#heard - 1);
    // The thread could not start; another would not either.
    return this.#begun === 0 && !this.#isStopped ? this.#chunks.at(0) : null;
  }

  #endingOfVictim(job: Job, crash: unknown): Ending {
    const seconds = this.#running?.job.job === job ? (performance.now() - this.#running.job.seenAt) / 1000 : 0;
    if (this.#asked !== null) return this.#endingFor(job, this.#asked.reason, seconds);
    if (this.#isStopped) return outcomeEnding({ status: 'cancelled', jobId: job.id, seconds });
    return { kind: 'died', failure: deathOf(crash, this.#parts.limits.memoryLimitMb) };
  }

  #endingFor({ id: jobId }: Job, reason: EndReason, seconds: number): Ending {
    const { timeoutMs, stallMs, memoryLimitMb } = this.#parts.limits;
    const failed = (failure: Failure): Ending => outcomeEnding({ status: 'failed', jobId, seconds, failure });
    switch (reason) {
      case 'timeout':
        return failed(timeoutFailure(timeoutMs ?? 0));
      case 'stall':
        return failed(stallFailure(stallMs ?? 0));
      case 'cancel':
        return outcomeEnding({ status: 'cancelled', jobId, seconds });
      case 'memory':
        return { kind: 'died', failure: outOfMemory(memoryLimitMb) };
    }
  }
}

function outcomeEnding(outcome: Outcome): Ending {
  return { kind: 'outcome', outcome, recorded: null };
}
