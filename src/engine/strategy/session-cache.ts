/** A value that was found, which may be undefined, or a miss. */
export type Cached = { readonly isHit: true; readonly value: unknown } | { readonly isHit: false };

export const MISS: Cached = { isHit: false };

/** Reads and misses of a session so far. */
export interface CacheCounts {
  readonly hits: number;
  readonly misses: number;
}

/**
 * Values that outlive a session and that all sessions share. What a session writes it sees at once, the others a moment
 * later. No method throws for what is wrong with what was stored: that is a miss.
 */
export interface SessionCache {
  get(key: string): Cached;
  has(key: string): boolean;
  /** Lives for `ttlSeconds` after it was last read; null lives until it is evicted. */
  set(key: string, value: unknown, ttlSeconds: number | null): void;
  /** The value that is stored or, computed by one session alone while the others wait, the one of `compute`. */
  remember(key: string, ttlSeconds: number | null, compute: () => unknown): unknown;
  /** True when there was a value. */
  delete(key: string): boolean;
  /** Forgets every value whose key begins so. */
  flush(prefix: string): void;
  counts(): CacheCounts;
}

/** Keeps nothing and computes always. */
export const NO_CACHE: SessionCache = {
  get: () => MISS,
  has: () => false,
  set: () => {},
  remember: (_key, _ttlSeconds, compute) => compute(),
  delete: () => false,
  flush: () => {},
  counts: () => ({ hits: 0, misses: 0 }),
};
