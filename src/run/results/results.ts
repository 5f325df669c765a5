import type { Job } from '../../model/job.ts';
import type { Metrics } from '../../model/metrics.ts';
import type { FinalOutcome, Outcome, Result } from '../../model/outcome.ts';
import type { Cache, CacheEntry, ReadCounts } from '../cache-port.ts';
import type { Clock, Digest, RecordedResult, ResultRecord, ValueCodec } from '../ports.ts';
import { hashResultRecord, skimEvidence } from './result-record.ts';

/** An outcome that was found earlier. */
export interface KnownOutcome {
  readonly outcome: FinalOutcome;
  readonly record: ResultRecord;
}

/** Results of earlier runs. */
export interface Results {
  /** What playing the job would come to; null when it is not known. */
  find(job: Job): KnownOutcome | null;
  /** Keeps an outcome for later runs, if it is one of a kind that repeats itself. */
  keep(job: Job, outcome: Outcome, recorded: RecordedResult | null): void;
  /** Writes down what was kept and has waited to be written with others. */
  flush(): void;
  counts(): ReadCounts;
}

/** Finds nothing and keeps nothing. */
export const NO_RESULTS: Results = { find: () => null, keep() {}, flush() {}, counts: () => ({ hits: 0, misses: 0 }) };

export interface StoredResultsParts {
  readonly cache: Cache;
  readonly codec: ValueCodec;
  readonly digest: Digest;
  readonly clock: Pick<Clock, 'now'>;
  readonly keyOf: (job: Job) => string;
  /** True to play everything anew and keep it. */
  readonly fresh: boolean;
  /** Hears of results that are not what they were when they were kept. */
  readonly warn: (message: string) => void;
}

/** Each writing waits for the disk: many results are written at once, and a crash costs as many. */
const LONGEST_WAIT_MS = 500;
const MOST_BYTES = 16 * 2 ** 20;

/** What is kept of a result; its trades, orders and equity are in the record. */
interface StoredResult {
  readonly hash: string;
  readonly seconds: number;
  readonly candles: number;
  readonly metrics: Metrics;
  readonly bytes: ResultRecord['bytes'];
  readonly words: string;
}

/** Results in the cache. What is read is believed only when it has the hash that it says it has. */
export class StoredResults implements Results {
  readonly #parts: StoredResultsParts;
  #waiting: CacheEntry[] = [];
  #waitingBytes = 0;
  #writtenAt: number;
  #hits = 0;
  #misses = 0;

  constructor(parts: StoredResultsParts) {
    this.#parts = parts;
    this.#writtenAt = parts.clock.now();
  }

  find(job: Job): KnownOutcome | null {
    if (this.#parts.fresh) return null;
    const known = this.#read(job);
    if (known === null) this.#misses += 1;
    else this.#hits += 1;
    return known;
  }

  counts(): ReadCounts {
    return { hits: this.#hits, misses: this.#misses };
  }

  #read(job: Job): KnownOutcome | null {
    const { cache, codec, digest, keyOf, warn } = this.#parts;
    const key = keyOf(job);
    const content = cache.get('results', key);
    if (content === null) return null;
    const decoded = codec.decode(content);
    if (decoded.kind === 'value') {
      const stored = decoded.value as StoredResult;
      if (hashResultRecord(stored, digest) === stored.hash) return knownOutcome(job, stored);
    }
    cache.delete('results', key);
    warn(`the stored result of ${job.id} is not what was kept: it is played again`);
    return null;
  }

  keep(job: Job, outcome: Outcome, recorded: RecordedResult | null): void {
    if (outcome.status !== 'done' || recorded === null || recorded.impurities.length > 0) return;
    const { clock, codec, keyOf } = this.#parts;
    const content = codec.encode(storedOf(outcome.result, outcome.seconds, recorded));
    this.#waiting.push({ kind: 'results', key: keyOf(job), content, ttlSeconds: null });
    this.#waitingBytes += content.byteLength;
    if (this.#waitingBytes >= MOST_BYTES || clock.now() - this.#writtenAt >= LONGEST_WAIT_MS) this.flush();
  }

  flush(): void {
    const { cache, clock } = this.#parts;
    if (this.#waiting.length > 0) cache.setMany(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#writtenAt = clock.now();
  }
}

function storedOf({ hash, candles, metrics }: Result, seconds: number, { record }: RecordedResult): StoredResult {
  return { hash, seconds, candles, metrics, bytes: record.bytes, words: record.words };
}

function knownOutcome({ id: jobId }: Job, stored: StoredResult): KnownOutcome {
  const { hash, seconds, candles, metrics, bytes, words } = stored;
  const record = { bytes, words };
  const result = { hash, metrics, candles, ...skimEvidence(record) };
  return { outcome: { status: 'done', jobId, seconds, result }, record };
}
