import type { SeriesCache } from '../engine/series.ts';
import { playSession, type SessionListener, type SessionResult } from '../engine/session.ts';
import type { StrategyClass } from '../engine/strategy.ts';
import type { CandleColumns } from '../model/candle.ts';
import { JbtError } from '../model/errors.ts';
import type { Job } from '../model/job.ts';
import type { Outcome, Result } from '../model/outcome.ts';
import type { Fact } from './events.ts';
import { FactBatch } from './fact-batch.ts';
import { failureOf } from './failure.ts';
import type { Digest } from './ports.ts';
import { hashResult } from './result-hash.ts';

/** Hears a job being played. */
export interface JobWatch {
  /** Called between days of simulated time with the minutes played so far; true ends the job as cancelled. */
  day(minutesPlayed: number): boolean;
  facts(facts: readonly Fact[]): void;
}

/** Everything that playing a job needs. */
export interface PlayInput {
  readonly job: Job;
  readonly candles: Readonly<Record<string, CandleColumns>>;
  readonly strategies: Readonly<Record<string, StrategyClass>>;
  readonly series: SeriesCache;
  readonly watch: JobWatch;
  readonly digest: Digest;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** Folders of jbt's own code, as they appear in stacks. */
  readonly ownCode: readonly string[];
}

/** Plays one job to its outcome; never throws. Facts are told in batches, the last of them before it returns. */
export function playJob(input: PlayInput): Outcome {
  const { job, now } = input;
  const startedAt = now();
  const facts = new FactBatch((batch) => input.watch.facts(batch), now);
  const end = outcomeOf(input, facts);
  facts.flush();
  return { ...end, jobId: job.id, seconds: (now() - startedAt) / 1000 };
}

type End<T = Outcome> = T extends Outcome ? Omit<T, 'jobId' | 'seconds'> : never;

function outcomeOf(input: PlayInput, facts: FactBatch): End {
  try {
    const { job, candles, strategies, series } = input;
    const found = playSession({ job, candles, strategies, series, listener: listenerOf(input.watch, facts) });
    return found === null ? { status: 'cancelled' } : { status: 'done', result: resultOf(found, input.digest) };
  } catch (error) {
    return { status: 'failed', failure: failureOf(error, input.ownCode) };
  }
}

function resultOf(found: SessionResult, digest: Digest): Result {
  const { metrics, trades, equity, candles, orders } = found;
  return { hash: hashResult(found, digest), metrics, trades, equity, candles, orders: orders.length };
}

function listenerOf(watch: JobWatch, facts: FactBatch): SessionListener {
  return {
    day: (minutesPlayed) => {
      facts.flushIfDue();
      return watch.day(minutesPlayed);
    },
    log: (level, time, message) => facts.add({ kind: 'log', level, time, message }),
    trace: null,
    publish: (time, event, value) => facts.add({ kind: 'published', time, event, value: snapshot(event, value) }),
  };
}

/** As plain JSON, as it is now: a fact travels later, to another thread and to Redis. */
function snapshot(event: string, value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value ?? null) ?? 'null');
  } catch (error) {
    throw new JbtError('InvalidStrategy', `publish('${event}', ...) needs a value that JSON can express: ${error}`);
  }
}
