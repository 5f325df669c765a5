import type { SeriesCache } from '../../engine/series/series-cache.ts';
import { playSession, type SessionInput, type SessionListener, type SessionResult } from '../../engine/session.ts';
import type { StrategyClass } from '../../engine/strategy/strategy.ts';
import type { StoredCandles } from '../../model/candle.ts';
import { JbtError } from '../../model/errors.ts';
import type { Job } from '../../model/job.ts';
import type { MarketKey } from '../../model/market.ts';
import type { Outcome, Result } from '../../model/outcome.ts';
import type { Timestamp } from '../../model/time.ts';
import type { Fact, TraceFact } from '../events.ts';
import type { Digest, ResultRecord, SharedInputs } from '../ports.ts';
import { hashResultRecord, resultRecordOf } from '../results/result-record.ts';
import type { ValueClient } from '../values/value-client.ts';
import { FactBuffer } from './fact-buffer.ts';
import { failureOf } from './failure.ts';

/** Observer of a job being played. */
export interface JobWatch {
  /** Called between days of simulated time with the minutes played so far; true ends the job as cancelled. */
  day(minutesPlayed: number): boolean;
  facts(facts: readonly Fact[]): void;
}

/** Inputs of one job. */
export interface PlayInput {
  readonly job: Job;
  readonly candles: Readonly<Record<MarketKey, StoredCandles>>;
  readonly strategies: Readonly<Record<string, StrategyClass>>;
  readonly series: SeriesCache;
  /** Null if strategies cache no values. */
  readonly values: ValueClient | null;
  /** Cache namespaces by strategy name. */
  readonly namespaces: Readonly<Record<string, string>>;
  readonly watch: JobWatch;
  /** Steps to tell among debug lines; null for no debug line. */
  readonly debug: SharedInputs['debug'];
  readonly digest: Digest;
  /** Monotonic clock in milliseconds. */
  readonly now: () => number;
  /** Folders of jbt's own code, as they appear in stacks. */
  readonly ownCode: readonly string[];
}

/** Outcome of a job, with the record that its hash covers; the record is null unless the job is done. */
export interface PlayedJob {
  readonly outcome: Outcome;
  readonly record: ResultRecord | null;
}

/** Plays one job to its outcome; never throws. Facts are told in batches, the last of them before it returns. */
export function playJob(input: PlayInput): PlayedJob {
  const { job, now } = input;
  const startedAt = now();
  const facts = new FactBuffer((batch) => input.watch.facts(batch), now);
  const { end, record } = endOf(input, facts);
  facts.flush();
  input.values?.close();
  return { outcome: { ...end, jobId: job.id, seconds: (now() - startedAt) / 1000 }, record };
}

type End<T = Outcome> = T extends Outcome ? Omit<T, 'jobId' | 'seconds'> : never;

function endOf(input: PlayInput, facts: FactBuffer): { readonly end: End; readonly record: ResultRecord | null } {
  try {
    const found = playSession(sessionOf(input, facts));
    if (found === null) return { end: { status: 'cancelled' }, record: null };
    const record = resultRecordOf(found);
    return { end: { status: 'done', result: resultOf(found, record, input.digest) }, record };
  } catch (error) {
    return { end: { status: 'failed', failure: failureOf(error, input.ownCode) }, record: null };
  }
}

function sessionOf(input: PlayInput, facts: FactBuffer): SessionInput {
  const { job, candles, strategies, series, values, namespaces } = input;
  const session: SessionInput = { job, candles, strategies, series, listener: listenerOf(input, facts) };
  return values === null ? session : { ...session, cache: { values, namespaces } };
}

function resultOf(found: SessionResult, record: ResultRecord, digest: Digest): Result {
  const { metrics, trades, equity, candles, orders } = found;
  const hash = hashResultRecord(record, digest);
  return { hash, metrics, trades: trades.length, equity, candles, orders: orders.length };
}

function listenerOf({ watch, values, debug }: PlayInput, facts: FactBuffer): SessionListener {
  let lines = 0;
  const line = (time: Timestamp) => {
    lines += 1;
    return { id: lines, time };
  };
  return {
    day: (minutesPlayed) => {
      values?.tellIfDue();
      facts.flushIfDue();
      return watch.day(minutesPlayed);
    },
    log: (level, time, message) => {
      if (level !== 'debug' || debug !== null)
        facts.add({ kind: 'log', ...line(time), level, message }, message.length);
    },
    publish: (time, event, value, compressed) => {
      const json = jsonOf(event, value);
      facts.add({ kind: 'published', ...line(time), event, value: JSON.parse(json), compressed }, json.length);
    },
    ...debugListenerOf(debug, facts, line),
  };
}

function debugListenerOf(
  debug: PlayInput['debug'],
  facts: FactBuffer,
  line: (time: Timestamp) => Pick<TraceFact, 'id' | 'time'>,
): Pick<SessionListener, 'trace' | 'plot'> {
  if (debug === null) return { trace: null };
  return {
    trace: {
      steps: new Set(debug),
      tell: (time, step, symbol, message) =>
        facts.add({ kind: 'trace', ...line(time), step, symbol, message }, message.length),
    },
    plot: (time, name, value) => facts.add({ kind: 'plotted', time, name, value }, 0),
  };
}

/** The value as it is now: facts are sent later, to another thread and to Redis. */
function jsonOf(event: string, value: unknown): string {
  try {
    return JSON.stringify(value ?? null) ?? 'null';
  } catch (error) {
    throw new JbtError('InvalidStrategy', `publish('${event}', ...) needs a value that JSON can express: ${error}`);
  }
}
