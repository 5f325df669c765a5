/** The kinds of entries: values that strategies computed, and results of jobs. */
export const CACHE_KINDS = ['values', 'results'] as const;
export type CacheKind = (typeof CACHE_KINDS)[number];

/** The places of a cache: on disk, in this process, or nowhere. */
export const CACHE_DRIVERS = ['lmdb', 'memory', 'none'] as const;
export type CacheDriver = (typeof CACHE_DRIVERS)[number];

/**
 * Reads the cache; every thread may have one. Expired, damaged and truncated entries are misses. Only `close` is
 * asynchronous, and nothing throws for damage on disk.
 */
export interface CacheReader {
  /** Returns the stored content, in memory of the caller's own that begins at a multiple of 8; null for a miss. */
  get(kind: CacheKind, key: string): Uint8Array | null;
  /** True when `get` would find an entry. Does not read the content, and does not count as a read. */
  has(kind: CacheKind, key: string): boolean;
  /** Returns the findings since the last call, which only the writer may apply; null for none. */
  takeFindings(): CacheFindings | null;
  close(): Promise<void>;
}

/** Reads and writes the cache. Only the coordinator's main thread may have one. */
export interface Cache extends CacheReader {
  readonly driver: CacheDriver;
  /** Keeps an entry for `ttlSeconds` after its last read; null keeps it until eviction. False when it was not kept. */
  set(kind: CacheKind, key: string, content: Uint8Array, ttlSeconds: number | null): boolean;
  /** Keeps several entries in one transaction, which is far cheaper on disk. Returns the number kept. */
  setMany(entries: readonly CacheEntry[]): number;
  /** Removes an entry; false when there was none. */
  delete(kind: CacheKind, key: string): boolean;
  /** Applies a reader's findings: renews used entries, removes expired and damaged ones. */
  note(findings: CacheFindings): void;
  /** Removes the entries of a kind, or of all kinds; returns their number. */
  flush(kind?: CacheKind, only?: FlushOptions): number;
  /** Removes expired entries, then evicts the least recently used above the budget. Call it when a run ends. */
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

/** Findings of a reader. They travel from a worker to the coordinator. */
export interface CacheFindings {
  readonly counts: Readonly<Record<CacheKind, ReadCounts>>;
  readonly entries: readonly CacheFinding[];
}

/** An entry that should be renewed or removed. */
export interface CacheFinding {
  readonly kind: CacheKind;
  readonly key: string;
  readonly found: 'used' | 'expired' | 'corrupt';
}

export interface ReadCounts {
  readonly hits: number;
  readonly misses: number;
}

/** Entries of a kind and their history since the cache was made, over all processes. */
export interface KindStatistics extends ReadCounts {
  readonly entries: number;
  readonly bytes: number;
  /** Hits of all reads, from 0 to 1; null before the first read. */
  readonly hitRate: number | null;
  /** Removed to stay within the budget. */
  readonly evictions: number;
  readonly expired: number;
  readonly corrupt: number;
}

export type CacheStatistics = Readonly<Record<CacheKind, KindStatistics>>;
