import type { Job } from '../../model/job.ts';
import type { Metrics } from '../../model/metrics.ts';
import type { FinalOutcome, Outcome, Result } from '../../model/outcome.ts';
import type { Cache, CacheEntry, ReadCounts } from '../cache-port.ts';
import type { Clock, Digest, RecordedResult, RecordPacker, ResultRecord, ValueCodec } from '../ports.ts';
import { hashResultRecord, skimEvidence } from './result-record.ts';

/** An outcome of an earlier run. */
export interface KnownOutcome {
  readonly outcome: FinalOutcome;
  readonly record: ResultRecord;
}

/** Results of earlier runs. */
export interface Results {
  /** True if `keep` needs the records of results. */
  readonly keepsRecords: boolean;
  /** Finds the outcome that playing the job would have; null when it is not known. */
  find(job: Job): KnownOutcome | null;
  /** The record of a job as it is kept now, even where everything is played anew; null when there is none. */
  recordOf(job: Job): KnownOutcome | null;
  /** Keeps an outcome for later runs, when playing the job again must give the same. */
  keep(job: Job, outcome: Outcome, recorded: RecordedResult | null): void;
  /** Writes outcomes that wait to be written together. */
  flush(): void;
  counts(): ReadCounts;
}

/** Finds nothing and keeps nothing. */
export const NO_RESULTS: Results = {
  keepsRecords: false,
  find: () => null,
  recordOf: () => null,
  keep() {},
  flush() {},
  counts: () => ({ hits: 0, misses: 0 }),
};

export interface StoredResultsParts {
  readonly cache: Cache;
  readonly codec: ValueCodec;
  readonly packer: RecordPacker;
  readonly digest: Digest;
  readonly clock: Pick<Clock, 'now'>;
  readonly keyOf: (job: Job) => string;
  /** True to play everything anew and keep it. */
  readonly fresh: boolean;
  /** Is told of results that do not match their hash. */
  readonly warn: (message: string) => void;
}

/** A write waits for the disk, so results are written together. A crash loses those that wait. */
const LONGEST_WAIT_MS = 500;
const MOST_BYTES = 16 * 2 ** 20;

/** A result as it is stored; `bytes` and `words` are its record. */
interface StoredResult {
  readonly hash: string;
  readonly seconds: number;
  readonly candles: number;
  readonly metrics: Metrics;
  readonly bytes: ResultRecord['bytes'];
  readonly words: string;
  readonly isPacked: boolean;
}

/** Results in the cache. A stored result is trusted only when its record matches its hash. */
export class StoredResults implements Results {
  readonly keepsRecords = true;
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

  recordOf(job: Job): KnownOutcome | null {
    return this.#read(job);
  }

  #read(job: Job): KnownOutcome | null {
    const { cache, codec, digest, keyOf, warn } = this.#parts;
    const key = keyOf(job);
    const content = cache.get('results', key);
    if (content === null) return null;
    const decoded = codec.decode(content);
    if (decoded.kind === 'value') {
      const stored = decoded.value as StoredResult;
      const record = this.#unpacked(stored);
      if (record !== null && hashResultRecord(record, digest) === stored.hash) return knownOutcome(job, stored, record);
    }
    cache.delete('results', key);
    warn(`the stored result of ${job.id} is not what was kept: it is played again`);
    return null;
  }

  /** Null for bytes that were not packed. */
  #unpacked({ bytes, words, isPacked }: StoredResult): ResultRecord | null {
    try {
      return this.#parts.packer.unpack({ bytes, words, isPacked });
    } catch {
      return null;
    }
  }

  keep(job: Job, outcome: Outcome, recorded: RecordedResult | null): void {
    const record = recorded?.record ?? null;
    if (outcome.status !== 'done' || record === null || recorded?.impurities.length !== 0) return;
    const { clock, codec, packer, keyOf } = this.#parts;
    const content = codec.encode(storedOf(outcome.result, outcome.seconds, packer.pack(record)));
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

function storedOf({ hash, candles, metrics }: Result, seconds: number, record: ResultRecord): StoredResult {
  return { hash, seconds, candles, metrics, ...record };
}

function knownOutcome({ id: jobId }: Job, stored: StoredResult, record: ResultRecord): KnownOutcome {
  const { hash, seconds, candles, metrics } = stored;
  const result = { hash, metrics, candles, ...skimEvidence(record) };
  return { outcome: { status: 'done', jobId, seconds, result }, record };
}
