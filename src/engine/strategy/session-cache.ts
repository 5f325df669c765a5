/** A hit, whose value may be undefined, or a miss. */
export type Cached = { readonly isHit: true; readonly value: unknown } | { readonly isHit: false };

export const MISS: Cached = { isHit: false };

/** Reads and misses of a session so far. */
export interface CacheCounts {
  readonly hits: number;
  readonly misses: number;
}

/**
 * Values that outlive a session and that all sessions share. A session sees its own writes at once, other sessions a
 * moment later. A damaged value is a miss, never an error.
 */
export interface SessionCache {
  get(key: string): Cached;
  has(key: string): boolean;
  /** Lives for `ttlSeconds` after it was last read; null lives until it is evicted. */
  set(key: string, value: unknown, ttlSeconds: number | null): void;
  /** Single-flight: the stored value, or the one that `compute` makes in one session while the others wait. */
  remember(key: string, ttlSeconds: number | null, compute: () => unknown): unknown;
  /** Returns true when there was one. */
  delete(key: string): boolean;
  /** Deletes every value whose key has the prefix. */
  flush(prefix: string): void;
  counts(): CacheCounts;
}

/** Keeps nothing and always computes. */
export const NO_CACHE: SessionCache = {
  get: () => MISS,
  has: () => false,
  set: () => {},
  remember: (_key, _ttlSeconds, compute) => compute(),
  delete: () => false,
  flush: () => {},
  counts: () => ({ hits: 0, misses: 0 }),
};
