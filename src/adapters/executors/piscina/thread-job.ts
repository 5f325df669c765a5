import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { type Job, plannedMinutes } from '../../../model/job.ts';
import type { Outcome } from '../../../model/outcome.ts';
import type { Fact, JobProgress } from '../../../run/events.ts';
import { stallFailure, timeoutFailure } from '../../../run/play/failure.ts';
import type { Ending } from '../../../run/ports.ts';
import type { ValueConnection } from '../../../run/values/value-server.ts';
import { afterRunning } from '../../system/running-time.ts';
import { deathOf, outOfMemory } from './death.ts';
import type { GuardedJob } from './memory.ts';
import type { ThreadAnswer, ThreadMessage } from './messages.ts';
import type { ThreadPool } from './pool.ts';
import { announceAnswer, askToStop, countActedUpon, countHeard, createSignals, minutesPlayed } from './signals.ts';
import type { WatchedJob } from './stall.ts';

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

/** Extra time for a replaced thread to start. */
const LONGEST_START_MS = 10_000;

export interface ThreadJobParts {
  readonly job: Job;
  readonly thread: number;
  readonly limits: JobLimits;
  readonly facts: (facts: readonly Fact[]) => void;
  /** Null when strategies keep nothing. */
  readonly values: ValueConnection | null;
}

type OutcomeEnding = Extract<Ending, { readonly kind: 'outcome' }>;

/** Life of one job on a pool thread. */
export class ThreadJob implements GuardedJob, WatchedJob {
  readonly job: Job;
  readonly #thread: number;
  readonly #limits: JobLimits;
  readonly #facts: (facts: readonly Fact[]) => void;
  readonly #values: ValueConnection | null;
  readonly #channel = new MessageChannel();
  readonly #signals = createSignals();
  readonly #abort = new AbortController();
  readonly #startedAt = performance.now();
  #cancelDeadline = (): void => {};
  #grace: NodeJS.Timeout | undefined;
  #told: OutcomeEnding | null = null;
  #endedFor: 'stop' | 'timeout' | 'stall' | 'memory' | null = null;
  #systemThread: number | null = null;

  constructor({ job, thread, limits, facts, values }: ThreadJobParts) {
    this.job = job;
    this.#thread = thread;
    this.#limits = limits;
    this.#facts = facts;
    this.#values = values;
    this.#allow(LONGEST_START_MS);
  }

  /** Plays on a free thread; the caller makes sure that the pool has one. */
  async play(pool: ThreadPool): Promise<Ending> {
    const { port1: ours, port2: theirs } = this.#channel;
    ours.on('message', (message: ThreadMessage) => this.#hear(message));
    const task = { job: this.job, port: theirs, signals: this.#signals };
    const crash = await pool.run(task, theirs, this.#abort.signal);
    this.#hearTheRest(ours);
    this.#values?.close();
    ours.close();
    theirs.close();
    this.#cancelDeadline();
    clearTimeout(this.#grace);
    return this.#ending(crash);
  }

  progress(): JobProgress {
    const minutes = minutesPlayed(this.#signals);
    return { jobId: this.job.id, thread: this.#thread, minutes, totalMinutes: plannedMinutes(this.job) };
  }

  get systemThread(): number | null {
    return this.#systemThread;
  }

  /** Asks the job to stop; terminates its thread after the grace period. */
  stop(): void {
    this.#end('stop');
  }

  /** Terminates the thread at once. */
  kill(): void {
    this.#end('stop');
    this.#abort.abort();
  }

  endForMemory(): void {
    this.#end('memory');
    this.#abort.abort();
  }

  endAsStalled(): void {
    this.#end('stall');
  }

  /** Restarts the deadline: the timeout plus extra time from now. */
  #allow(extraMs: number): void {
    const { timeoutMs } = this.#limits;
    this.#cancelDeadline();
    if (timeoutMs !== null) this.#cancelDeadline = afterRunning(timeoutMs + extraMs, () => this.#end('timeout'));
  }

  #end(reason: 'stop' | 'timeout' | 'stall' | 'memory'): void {
    if (this.#endedFor !== null) return;
    this.#endedFor = reason;
    askToStop(this.#signals);
    this.#grace = setTimeout(() => this.#abort.abort(), this.#limits.graceMs);
  }

  #hear(message: ThreadMessage): void {
    switch (message.type) {
      case 'begun':
        this.#systemThread = message.systemThread;
        this.#allow(0);
        return;
      case 'facts':
        countHeard(this.#signals);
        this.#facts(message.facts);
        return;
      case 'orders':
        this.#values?.act(message.orders);
        countActedUpon(this.#signals);
        return;
      case 'question':
        this.#values?.ask(message.question, (answer) => this.#answer({ number: message.number, answer }));
        return;
      case 'outcome':
        this.#told = { kind: 'outcome', outcome: message.outcome, recorded: message.recorded };
    }
  }

  #answer(answer: ThreadAnswer): void {
    this.#channel.port1.postMessage(answer);
    announceAnswer(this.#signals);
  }

  /** Drains the port: the pool reports on another one, so that the last messages may still wait here. */
  #hearTheRest(port: MessagePort): void {
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
      this.#hear(next.message);
    }
  }

  #ending(crash: unknown): Ending {
    if (this.#told !== null && this.#told.outcome.status !== 'cancelled') return this.#told;
    const ended = { jobId: this.job.id, seconds: (performance.now() - this.#startedAt) / 1000 };
    if (this.#endedFor === 'timeout') {
      return outcomeEnding({ ...ended, status: 'failed', failure: timeoutFailure(this.#limits.timeoutMs ?? 0) });
    }
    if (this.#endedFor === 'stall') {
      return outcomeEnding({ ...ended, status: 'failed', failure: stallFailure(this.#limits.stallMs ?? 0) });
    }
    if (this.#endedFor === 'stop') return outcomeEnding({ ...ended, status: 'cancelled' });
    const { memoryLimitMb } = this.#limits;
    return {
      kind: 'died',
      failure: this.#endedFor === 'memory' ? outOfMemory(memoryLimitMb) : deathOf(crash, memoryLimitMb),
    };
  }
}

function outcomeEnding(outcome: Outcome): Ending {
  return { kind: 'outcome', outcome, recorded: null };
}
