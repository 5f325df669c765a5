import type { Timestamp } from '../../model/time.ts';

/** Lifetime of a cache entry. Each use begins it anew. */
export interface CacheLife {
  readonly usedAt: Timestamp;
  /** Infinity for an entry that never expires. */
  readonly ttlMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export function lifeFrom(usedAt: Timestamp, ttlSeconds: number | null): CacheLife {
  return { usedAt, ttlMs: ttlSeconds === null ? Number.POSITIVE_INFINITY : ttlSeconds * 1_000 };
}

export function isExpired({ usedAt, ttlMs }: CacheLife, now: Timestamp): boolean {
  return now > usedAt + ttlMs;
}

/**
 * True when a use now is worth a write. Skipping others shortens a life by at most a tenth. An entry without expiry may
 * look a minute older than it is to the eviction.
 */
export function isUseDue({ usedAt, ttlMs }: CacheLife, now: Timestamp): boolean {
  return now - usedAt >= (ttlMs === Number.POSITIVE_INFINITY ? MINUTE_MS : Math.min(ttlMs / 10, HOUR_MS));
}
