import { JbtError } from '../../../model/errors.ts';
import { addReads, forEachKind, statisticsOf } from '../../../run/cache/counts.ts';
import {
  CACHE_KINDS,
  type Cache,
  type CacheEntry,
  type CacheFindings,
  type CacheKind,
  type CacheStatistics,
  FLUSH_ALL,
} from '../../../run/cache-port.ts';
import type { Clock } from '../../../run/ports.ts';
import type { LmdbEnvironment } from '../../lmdb/environment.ts';
import { applyFinding, putEntry, removeEntry } from './entries-write.ts';
import { entryKey } from './keys.ts';
import { LmdbReader } from './reader.ts';
import { flushKind, sweepShelf, takenBy, verifyKind } from './sweep.ts';
import { type CacheTransaction, inCacheTransaction, lookAtTotals } from './transaction.ts';

export interface LmdbCacheOptions {
  readonly environment: LmdbEnvironment;
  /** The most that values and results together may take on disk. */
  readonly budgetBytes: number;
  readonly clock: Clock;
  /** Is told once why nothing can be written any more. */
  readonly warn: (message: string) => void;
}

/** Counts of a check of every entry of a kind. */
export interface KindVerification {
  readonly entries: number;
  /** Damaged entries, which were removed. */
  readonly corrupt: number;
}

/** The cache of an open environment. */
export interface LmdbCache extends Cache {
  /** Reads every entry and removes those that are damaged. Throws JbtError `CacheUnavailable`. */
  verify(): Readonly<Record<CacheKind, KindVerification>>;
}

/** Opens the cache of an environment that is open for writing. Closing the cache closes the environment. */
export function openLmdbCache(options: LmdbCacheOptions): LmdbCache {
  return new LmdbWriter(options);
}

class LmdbWriter implements LmdbCache {
  readonly driver = 'lmdb';
  readonly #options: LmdbCacheOptions;
  readonly #reader: LmdbReader;
  #isWritable = true;
  /** Keys whose last write or removal failed: the entries on disk are outdated. */
  readonly #stale = new Set<string>();

  constructor(options: LmdbCacheOptions) {
    this.#options = options;
    this.#reader = new LmdbReader(options.environment, options.clock);
  }

  get(kind: CacheKind, key: string): Uint8Array | null {
    return this.#isStale(kind, key) ? null : this.#reader.get(kind, key);
  }

  has(kind: CacheKind, key: string): boolean {
    return !this.#isStale(kind, key) && this.#reader.has(kind, key);
  }

  takeFindings(): CacheFindings | null {
    return this.#reader.takeFindings();
  }

  set(kind: CacheKind, key: string, content: Uint8Array, ttlSeconds: number | null): boolean {
    return this.setMany([{ kind, key, content, ttlSeconds }]) === 1;
  }

  setMany(entries: readonly CacheEntry[]): number {
    const { budgetBytes, clock } = this.#options;
    const kept = this.#write<number>(0, (transaction) => {
      const fitting = entries.filter((entry) => putEntry(transaction, entry, budgetBytes, clock.now()));
      if (takenBy(transaction) > budgetBytes) sweepShelf(transaction, budgetBytes, clock.now());
      return fitting.length;
    });
    if (!this.#isWritable) for (const { kind, key } of entries) this.#stale.add(placeOf(kind, key));
    return kept;
  }

  delete(kind: CacheKind, key: string): boolean {
    const wasThere = this.#write<boolean>(false, (transaction) => removeEntry(transaction, kind, entryKey(key)));
    if (!this.#isWritable) this.#stale.add(placeOf(kind, key));
    return wasThere;
  }

  note(findings: CacheFindings): void {
    this.#write(undefined, (transaction) => this.#apply(transaction, findings));
  }

  flush(kind?: CacheKind, only = FLUSH_ALL): number {
    const now = this.#options.clock.now();
    const kinds: readonly CacheKind[] = kind === undefined ? CACHE_KINDS : [kind];
    return this.#write<number>(0, (transaction) =>
      kinds.reduce((sum, each) => sum + flushKind(transaction, each, only, now), 0),
    );
  }

  sweep(): void {
    const { budgetBytes, clock } = this.#options;
    this.#write(undefined, (transaction) => sweepShelf(transaction, budgetBytes, clock.now()));
  }

  statistics(): CacheStatistics {
    this.#writeFindings();
    const totals = lookAtTotals(this.#options.environment);
    return forEachKind((kind) => statisticsOf(totals[kind]));
  }

  verify(): Readonly<Record<CacheKind, KindVerification>> {
    return inCacheTransaction(this.#options.environment, (transaction) =>
      forEachKind((kind) => verifyKind(transaction, kind)),
    );
  }

  close(): Promise<void> {
    this.#writeFindings();
    return this.#options.environment.close();
  }

  #writeFindings(): void {
    const findings = this.#reader.takeFindings();
    if (findings !== null) this.note(findings);
  }

  #isStale(kind: CacheKind, key: string): boolean {
    return this.#stale.size > 0 && this.#stale.has(placeOf(kind, key));
  }

  /** Runs one transaction, which also applies the findings of reads since the last one. */
  #write<Value>(otherwise: Value, action: (transaction: CacheTransaction) => Value): Value {
    if (!this.#isWritable) return otherwise;
    const findings = this.#reader.takeFindings();
    try {
      return inCacheTransaction(this.#options.environment, (transaction) => {
        if (findings !== null) this.#apply(transaction, findings);
        return action(transaction);
      });
    } catch (error) {
      if (!(error instanceof JbtError)) throw error;
      this.#isWritable = false;
      this.#options.warn(`${error.message}; nothing more is kept in it`);
      return otherwise;
    }
  }

  #apply(transaction: CacheTransaction, { counts, entries }: CacheFindings): void {
    addReads(transaction.totals, counts);
    for (const finding of entries) applyFinding(transaction, finding, this.#options.clock.now());
  }
}

function placeOf(kind: CacheKind, key: string): string {
  return `${kind} ${key}`;
}
