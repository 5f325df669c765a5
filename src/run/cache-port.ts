/** Kinds of cache entries: values that strategies computed, and results of jobs. */
export const CACHE_KINDS = ['values', 'results'] as const;
export type CacheKind = (typeof CACHE_KINDS)[number];

/** Drivers of the cache: on disk, in this process, or none. */
export const CACHE_DRIVERS = ['lmdb', 'memory', 'none'] as const;
export type CacheDriver = (typeof CACHE_DRIVERS)[number];

/**
 * The reading side, which every thread may hold. Entries that are expired, damaged or cut off are misses. No method but
 * `close` waits, and none throws for what is wrong on disk.
 */
export interface CacheReader {
  /** Content as it was stored, in memory of the caller's own that begins at a multiple of 8; null for a miss. */
  get(kind: CacheKind, key: string): Uint8Array | null;
  /** The same without reading the content, and without being counted as a read. */
  has(kind: CacheKind, key: string): boolean;
  /** Findings since the last call, for the writer to apply; null when there are none. */
  takeFindings(): CacheFindings | null;
  close(): Promise<void>;
}

/** The writing side, for the coordinator's main thread alone. */
export interface Cache extends CacheReader {
  readonly driver: CacheDriver;
  /** Lives for `ttlSeconds` after it was last read; null lives until it is evicted. False when it could not be kept. */
  set(kind: CacheKind, key: string, content: Uint8Array, ttlSeconds: number | null): boolean;
  /** Several at once: on disk one transaction, which is far cheaper. The number kept. */
  setMany(entries: readonly CacheEntry[]): number;
  /** True when there was an entry. */
  delete(kind: CacheKind, key: string): boolean;
  /** Writes down what a reader found: renews what was used, removes what is broken. */
  note(findings: CacheFindings): void;
  /** Forgets all entries of a kind, or of all; returns how many. */
  flush(kind?: CacheKind, only?: FlushOptions): number;
  /** Removes what is expired and, above the budget, what was not used for longest. Call it when a run ends. */
  sweep(): void;
  statistics(): CacheStatistics;
}

export interface FlushOptions {
  readonly expiredOnly: boolean;
  /** Prefix of the keys: at most 100 printable ASCII characters. */
  readonly prefix: string;
}

export const FLUSH_ALL: FlushOptions = { expiredOnly: false, prefix: '' };

export interface CacheEntry {
  readonly kind: CacheKind;
  readonly key: string;
  readonly content: Uint8Array;
  readonly ttlSeconds: number | null;
}

/** Travels from a worker to the coordinator. */
export interface CacheFindings {
  readonly counts: Readonly<Record<CacheKind, ReadCounts>>;
  readonly entries: readonly CacheFinding[];
}

/** An entry whose last use is worth writing down, or that is of no more use. */
export interface CacheFinding {
  readonly kind: CacheKind;
  readonly key: string;
  readonly found: 'used' | 'expired' | 'corrupt';
}

export interface ReadCounts {
  readonly hits: number;
  readonly misses: number;
}

/** Totals of one kind, and what all processes did to it since the cache was made. */
export interface KindStatistics extends ReadCounts {
  readonly entries: number;
  readonly bytes: number;
  /** Share from 0 to 1; null before the first read. */
  readonly hitRate: number | null;
  /** Removed to stay within the budget. */
  readonly evictions: number;
  readonly expired: number;
  readonly corrupt: number;
}

export type CacheStatistics = Readonly<Record<CacheKind, KindStatistics>>;
