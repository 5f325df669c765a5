import { recordPacker } from '../../../src/adapters/system/record-packer.ts';
import type { Job } from '../../../src/model/job.ts';
import type { Failure, FinalOutcome } from '../../../src/model/outcome.ts';
import { DAY } from '../../../src/model/time.ts';
import { Coordinator } from '../../../src/run/coordinator/coordinator.ts';
import type { RunEnd, RunParts } from '../../../src/run/coordinator/parts.ts';
import { UNNOTED } from '../../../src/run/coordinator/unnoted.ts';
import type { JobProgress, RunEvent } from '../../../src/run/events.ts';
import { differencesOf } from '../../../src/run/plan/differences.ts';
import type { ChunkListener, Ending, Executor, JournalEntry, Reporter } from '../../../src/run/ports.ts';
import { NO_RESULTS } from '../../../src/run/results/results.ts';
import { UNUSED_CACHE } from '../../support/unused-cache.ts';

/** A job of one day that differs from others by its id alone. */
export function jobNamed(id: string): Job {
  return {
    id,
    exchange: { name: 'Test', type: 'futures', fee: 0, balance: 10_000, leverage: 1, leverageMode: 'cross' },
    routes: [{ symbol: 'FIL-USDT', timeframe: '1h', strategy: 'trend' }],
    dataRoutes: [],
    parameters: {},
    from: 0,
    to: DAY,
    warmupMinutes: 0,
    fills: { gap: 'open', slippage: 0 },
    compat: null,
    seed: 0,
  };
}

export function doneOutcome(jobId: string, seconds = 1): FinalOutcome {
  const result = { hash: `hash of ${jobId}`, metrics: { total: 0 }, trades: 0, equity: [], candles: 1440, orders: 0 };
  return { status: 'done', jobId, seconds, result };
}

export function done(jobId: string, seconds = 1): Ending {
  return { kind: 'outcome', outcome: doneOutcome(jobId, seconds), recorded: null };
}

export function died(code: string): Ending {
  const failure: Failure = { code, message: `ended by ${code}`, stack: null };
  return { kind: 'died', failure };
}

/** Answers each attempt at a job with the next ending of its script; jobs without a script are done at once. */
export class ScriptedExecutor implements Executor {
  readonly threads: number;
  readonly played: string[] = [];
  readonly chunks: string[][] = [];
  readonly cancelled: string[] = [];
  mostInFlight = 0;
  readonly #script: Record<string, (Ending | Promise<Ending>)[]>;
  /** Chunks of each thread. */
  readonly #turns: { pending: number; last: Promise<void> }[];
  #inFlight = 0;
  #isStopped = false;
  #stop: () => void = () => {};
  readonly #stopped: Promise<void>;

  constructor(threads: number, script: Record<string, (Ending | Promise<Ending>)[]> = {}) {
    this.threads = threads;
    this.#turns = Array.from({ length: threads }, () => ({ pending: 0, last: Promise.resolve() }));
    this.#script = script;
    this.#stopped = new Promise((resolve) => {
      this.#stop = resolve;
    });
  }

  async play(jobs: readonly Job[], listener: ChunkListener): Promise<readonly Job[]> {
    this.chunks.push(jobs.map(({ id }) => id));
    const least = Math.min(...this.#turns.map(({ pending }) => pending));
    const turn = this.#turns.find(({ pending }) => pending === least) ?? this.#turns[0];
    const before = turn.pending === 0 ? null : turn.last;
    turn.pending += 1;
    const left = this.#playInTurn(jobs, listener, before);
    turn.last = left.then(() => {
      turn.pending -= 1;
    });
    return left;
  }

  async #playInTurn(jobs: readonly Job[], listener: ChunkListener, before: Promise<void> | null) {
    if (before !== null) await before;
    for (const [index, job] of jobs.entries()) {
      if (this.#isStopped) return jobs.slice(index);
      const ending = await this.#playOne(job, listener);
      listener.ended([{ job, thread: 0, ending }]);
      if (ending.kind === 'died') return jobs.slice(index + 1);
    }
    return [];
  }

  async #playOne(job: Job, listener: ChunkListener): Promise<Ending> {
    this.played.push(job.id);
    this.#inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
    listener.started(job, 0);
    const scripted = this.#script[job.id]?.shift() ?? done(job.id);
    const stopped = this.#stopped.then((): Ending => cancelled(job.id));
    const ending = await Promise.race([scripted, stopped]);
    this.#inFlight -= 1;
    return ending;
  }

  progress(): readonly JobProgress[] {
    return [];
  }

  cancel(jobId: string): void {
    this.cancelled.push(jobId);
  }

  stop(): void {
    this.#isStopped = true;
    this.#stop();
  }

  async close(): Promise<void> {}
}

export function cancelled(jobId: string): Ending {
  return { kind: 'outcome', outcome: { status: 'cancelled', jobId, seconds: 0 }, recorded: null };
}

/** A reporter, a journal and the order in which both were told. */
export class Witness implements Reporter {
  readonly events: RunEvent[] = [];
  readonly entries: JournalEntry[] = [];
  readonly order: string[] = [];
  readonly journal = {
    append: (entries: readonly JournalEntry[]) => {
      this.entries.push(...entries);
      this.order.push(...entries.map(({ outcome }) => `journal ${outcome.jobId}`));
    },
    close: () => {},
  };

  on(event: RunEvent): void {
    this.events.push(event);
    if (event.type === 'job-finished') this.order.push(`told ${event.job.id}`);
  }

  async close(): Promise<void> {}

  warnings(): string[] {
    return this.events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
  }
}

export interface Scene {
  readonly coordinator: Coordinator;
  readonly witness: Witness;
  readonly executor: ScriptedExecutor;
  run(): Promise<RunEnd>;
}

/** A coordinator of `ids`, ready to run. */
export function scene(ids: readonly string[], executor: ScriptedExecutor, changes: Partial<RunParts> = {}): Scene {
  const witness = new Witness();
  const coordinator = new Coordinator({
    run: {
      id: 'run',
      folder: '.',
      command: 'jbt run',
      startedAt: 0,
      threads: executor.threads,
      meetingPlace: null,
      debug: false,
      jobs: ids.map(jobNamed),
      minutes: ids.length * 1440,
      differences: differencesOf([]),
    },
    strategies: [],
    executor,
    packer: recordPacker,
    journal: witness.journal,
    reporters: [witness],
    clock: { now: () => 0, every: () => () => {} },
    found: [],
    environment: { jbt: '0', node: '0', platform: 'test', cores: 2, threads: executor.threads },
    results: NO_RESULTS,
    begun: UNNOTED,
    counts: () => ({ candles: [], cache: UNUSED_CACHE, redis: null }),
    ...changes,
  });
  return { coordinator, witness, executor, run: () => coordinator.run() };
}
