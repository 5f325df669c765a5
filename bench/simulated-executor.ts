import { setTimeout as sleep } from 'node:timers/promises';
import { deserialize, serialize } from 'node:v8';
import type { Job } from '../src/model/job.ts';
import type { Outcome } from '../src/model/outcome.ts';
import type { ChunkListener, Executor } from '../src/run/ports.ts';

const METRICS = 58;
/** Endings of a thread wait so long for one another. */
const HOLD_MS = 10;

export interface SimulatedLoad {
  readonly threads: number;
  /** Milliseconds that each job seems to take. */
  readonly jobMs: number;
  /** Length of the equity. */
  readonly days: number;
}

/** Threads that wait for as long as their jobs take. Endings come as from a thread: several together, and as copies. */
export class SimulatedExecutor implements Executor {
  readonly threads: number;
  readonly #jobMs: number;
  readonly #outcomes: ReadonlyMap<number, Buffer>;
  readonly #lanes: { chunks: number; last: Promise<unknown>; freeAt: number }[];

  constructor({ threads, jobMs, days }: SimulatedLoad) {
    this.threads = threads;
    this.#jobMs = jobMs;
    const together = Math.max(1, Math.ceil(HOLD_MS / jobMs));
    this.#outcomes = new Map(
      Array.from({ length: together }, (_, n) => [n + 1, serialize(outcomesOf(n + 1, days, jobMs))]),
    );
    this.#lanes = Array.from({ length: threads }, () => ({ chunks: 0, last: Promise.resolve(), freeAt: 0 }));
  }

  async play(jobs: readonly Job[], listener: ChunkListener): Promise<readonly Job[]> {
    const least = Math.min(...this.#lanes.map(({ chunks }) => chunks));
    const thread = this.#lanes.findIndex(({ chunks }) => chunks === least);
    const lane = this.#lanes[thread];
    lane.chunks += 1;
    const playing = lane.last.then(() => this.#playOn(thread, jobs, listener));
    lane.last = playing;
    await playing;
    lane.chunks -= 1;
    return [];
  }

  async #playOn(thread: number, jobs: readonly Job[], listener: ChunkListener): Promise<void> {
    const lane = this.#lanes[thread];
    for (let next = 0; next < jobs.length; ) {
      const some = jobs.slice(next, next + this.#outcomes.size);
      // A lane that was late is behind its time; only time without work in sight is lost.
      lane.freeAt = (next > 0 ? lane.freeAt : Math.max(lane.freeAt, performance.now())) + some.length * this.#jobMs;
      await sleep(Math.max(0, lane.freeAt - performance.now()));
      const outcomes: readonly Done[] = deserialize(this.#outcomes.get(some.length) ?? Buffer.alloc(0));
      listener.ended(
        some.map((job, index) => ({
          job,
          thread,
          ending: { kind: 'outcome', outcome: playedOf(outcomes[index], job), recorded: null },
        })),
      );
      next += some.length;
    }
  }

  progress(): readonly [] {
    return [];
  }

  cancel(): void {}

  stop(): void {}

  async close(): Promise<void> {}
}

type Done = Extract<Outcome, { status: 'done' }>;

/** The same parameters have the same hash, whoever seems to play them. */
function playedOf(outcome: Done, { id: jobId, parameters }: Job): Outcome {
  const hash = JSON.stringify(parameters).padEnd(64, '0').slice(0, 64);
  return { ...outcome, jobId, result: { ...outcome.result, hash } };
}

function outcomesOf(count: number, days: number, jobMs: number): readonly Done[] {
  const metrics = Object.fromEntries(Array.from({ length: METRICS }, (_, n) => [`metric_number_${n}`, Math.PI * n]));
  return Array.from({ length: count }, (_, n) => ({
    status: 'done',
    jobId: '',
    seconds: jobMs / 1000,
    result: {
      hash: '',
      metrics,
      trades: 10,
      equity: Array.from({ length: days + 1 }, (_, day) => 10_000 + Math.sin(n + day)),
      candles: days * 1440,
      orders: 30,
    },
  }));
}
