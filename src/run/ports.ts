import type { StoredCandles } from '../model/candle.ts';
import type { Job, JobId } from '../model/job.ts';
import type { EngineStep } from '../model/logging.ts';
import type { Market, MarketKey } from '../model/market.ts';
import type { Failure, FinalOutcome, Outcome } from '../model/outcome.ts';
import type { Parameters, ParameterValues } from '../model/parameter.ts';
import type { TimeRange, Timestamp } from '../model/time.ts';
import type { Timeframe } from '../model/timeframe.ts';
import type { Fact, JobProgress, RunEvent, WorkerState } from './events.ts';
import type { StrategySources } from './provenance.ts';

/** SHA-256 of text or bytes, as lower-case hex. */
export type Digest = (content: string | Uint8Array) => string;

export interface Clock {
  /** Wall-clock milliseconds since 1970. */
  now(): Timestamp;
  /** Calls back every `ms` until the returned function is called; never keeps the process alive. */
  every(ms: number, callback: () => void): () => void;
}

/** Does a part of the preparation of a run, and tells people meanwhile what they wait for, such as `checking types`. */
export type During = <Value>(phase: string, work: () => Promise<Value>) => Promise<Value>;

/** Turns values into bytes that mean the same in every process, and back. */
export interface ValueCodec {
  /** Throws JbtError `UnkeepableValue`, naming what cannot be kept. */
  encode(value: unknown): Uint8Array;
  /** The value may lie in the memory of the content, which must not be used for anything else after. */
  decode(content: Uint8Array): { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'undecodable' };
}

export interface MarketSummary {
  readonly market: Market;
  /** Timeframe of the stored candles, the shortest that can be played. */
  readonly base: Timeframe;
  /** Gapless ranges in order of time. */
  readonly ranges: readonly TimeRange[];
  /** Minutes that the stored candles cover. */
  readonly minutes: number;
  /** Stored candles that no source had. */
  readonly filled: number;
  /** Digest of everything stored of the market. */
  readonly fingerprint: string;
}

/** Source of market data. */
export interface CandleSource {
  markets(): readonly MarketSummary[];
  /**
   * The candles `from` (inclusive) to `to` (exclusive) in the base timeframe, checked against their checksums, in SharedArrayBuffers.
   * Throws JbtError `CandlesNotFound` or `CandleGap` naming market, range and what is stored.
   */
  load(market: Market, range: TimeRange): StoredCandles;
}

/** Description of the strategy that a file exports. */
export interface StrategyDescription {
  /** Name in the batch: a path, or a file of `strategies/`. */
  readonly name: string;
  /** Name of the exported class. */
  readonly className: string;
  readonly parameters: Parameters;
  /** Values of the parameters that a job does not choose: of the DNA, else the declared ones. */
  readonly defaults: ParameterValues;
  /** Members that jbt ignores though their names suggest otherwise, in words. */
  readonly warnings: readonly string[];
}

/** The strategies of a batch, ready for workers. */
export interface StrategyBundle {
  /** File URLs of modules, by the set of strategies that play together (`strategySetOf`). */
  readonly urls: Readonly<Record<string, string>>;
  /** True when the code mentions `cache`, so that strategies may keep values. */
  readonly mentionsCache: boolean;
  /** Files and packages that the code comes from. */
  readonly sources: StrategySources;
  /** Digest of the bundled code, the same on every machine. */
  readonly fingerprint: string;
  /** Digests of each strategy and what it imports, by the name of the strategy. */
  readonly fingerprints: Readonly<Record<string, string>>;
  readonly strategies: readonly StrategyDescription[];
}

/** Inputs that all jobs of a run share. */
export interface SharedInputs {
  /** Candles in the base timeframe of each market, long enough for every job. */
  readonly candles: Readonly<Record<MarketKey, StoredCandles>>;
  /** `urls` of the strategies. */
  readonly bundles: StrategyBundle['urls'];
  /** Null when strategies keep no values. */
  readonly values: ValueAccess | null;
  /** Steps that sessions tell among their debug lines; null when they tell no debug line. */
  readonly debug: readonly EngineStep[] | null;
  /** True when nobody reads the records of results: their hashes alone leave the thread. */
  readonly hashesAlone?: boolean;
}

/** Access of sessions to the values that strategies keep. */
export interface ValueAccess {
  /** The folder that threads read by themselves; null when only the coordinator can. */
  readonly folder: string | null;
  /** Prefix of each strategy's keys, by its name. */
  readonly namespaces: Readonly<Record<string, string>>;
}

/** Trades, orders and equity as bytes: what the hash of a result vouches for. */
export interface ResultRecord {
  /** Bytes in a buffer of their own, so that they can move to another thread. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The texts among them. */
  readonly words: string;
  /** True when `bytes` are packed. The hash is that of the bytes before. */
  readonly isPacked: boolean;
}

/** Makes records small where they are kept, and whole again. */
export interface RecordPacker {
  pack(record: ResultRecord): ResultRecord;
  /** Throws for bytes that `pack` did not make. */
  unpack(record: ResultRecord): ResultRecord;
}

/** The record behind a result, and what makes it impure. */
export interface RecordedResult {
  /** Null when the shared inputs ask for hashes alone. */
  readonly record: ResultRecord | null;
  /** Why the same job may come to another result the next time, in words; it is played anew then. */
  readonly impurities: readonly string[];
}

/** End of an attempt at a job: its outcome, or the death of its worker. */
export type Ending =
  | {
      readonly kind: 'outcome';
      readonly outcome: Outcome;
      /** Null when the job is not done. */
      readonly recorded: RecordedResult | null;
    }
  | { readonly kind: 'died'; readonly failure: Failure };

export interface JobEnding {
  readonly job: Job;
  /** Index of the executor's thread, from 0. */
  readonly thread: number;
  readonly ending: Ending;
}

/** Hears what becomes of the jobs of a chunk. Must not throw. */
export interface ChunkListener {
  /** Not called for every job: of a short one, the ending alone may be heard. */
  started(job: Job, thread: number): void;
  /** Facts come in order, after the start and before the ending of their job. */
  facts(job: Job, facts: readonly Fact[]): void;
  /** Endings in order; those that were reported together come together. */
  ended(endings: readonly JobEnding[]): void;
}

/**
 * Plays jobs somewhere, in chunks: each chunk in turn on one thread. The caller keeps at most two chunks a thread in
 * flight; the second one waits for the first.
 */
export interface Executor {
  /** May change where `onGrowth` is there. */
  readonly threads: number;
  /** Milliseconds of work in a chunk that travels far; left out for threads of this process. */
  readonly chunkMs?: number | undefined;
  /** Calls back whenever `threads` has grown. */
  onGrowth?(callback: () => void): void;
  /**
   * Resolves when the chunk is over, to the jobs without an ending: their thread was lost before it came to them, or the
   * executor was stopped. Never rejects.
   */
  play(jobs: readonly Job[], listener: ChunkListener): Promise<readonly Job[]>;
  progress(): readonly JobProgress[];
  /** Left out where all threads are of this process. */
  workers?(): readonly WorkerState[];
  /** A job that runs, or waits in a chunk, ends as cancelled, as all do after `stop`. Other jobs go on. */
  cancel(jobId: JobId): void;
  /** Running jobs end as cancelled within a day of simulated time, or are ended after a grace period. */
  stop(): void;
  /** Frees everything; jobs still running are ended. */
  close(): Promise<void>;
}

/** Hears what happens. Must neither throw nor block; what it cannot keep up with it drops itself. */
export interface Reporter {
  /** True if it reads the trades or orders of jobs. */
  readonly readsTrades?: boolean;
  on(event: RunEvent): void;
  /** Flushes what is left, within a bounded time. */
  close(): Promise<void>;
}

/** Lets people end a run, or one backtest of it, while it is played. */
export interface RunControls {
  stop(): void;
  /** False for an id that no job has. */
  cancel(jobId: JobId): boolean;
}

/** The record of a run: what is appended survives the death of the process. */
export interface Journal {
  append(entries: readonly JournalEntry[]): void;
  close(): void;
}

/** Record of the jobs being played, which survives the death of the process. */
export interface BegunJobs {
  /** Number of earlier starts of the run in which the process died in the middle of a job. */
  readonly deaths: ReadonlyMap<JobId, number>;
  begin(jobIds: readonly JobId[]): void;
  /** The jobs are not played any more and have no outcome. */
  giveUp(jobIds: readonly JobId[]): void;
  close(): void;
}

export interface JournalEntry {
  /** End of the backtest. */
  readonly outcome: FinalOutcome;
  /** Attempts at the job; 0 for a result of an earlier run. */
  readonly attempts: number;
  /** Why the result is not kept for later runs, in words; mostly nothing. */
  readonly impurities: readonly string[];
}
