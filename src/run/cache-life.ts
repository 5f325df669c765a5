import type { Timestamp } from '../model/time.ts';

/** How long an entry of the cache lives; each use lets it live as long again. */
export interface CacheLife {
  readonly usedAt: Timestamp;
  /** Infinity for one that never expires. */
  readonly ttlMs: number;
}

const MINUTE_MS = 60_000;

export function lifeFrom(usedAt: Timestamp, ttlSeconds: number | null): CacheLife {
  return { usedAt, ttlMs: ttlSeconds === null ? Number.POSITIVE_INFINITY : ttlSeconds * 1_000 };
}

export function isExpired({ usedAt, ttlMs }: CacheLife, now: Timestamp): boolean {
  return now > usedAt + ttlMs;
}

/**
 * Whether a use now is worth a write: one that is not noted shortens a life by at most a tenth, and lets an entry that
 * never expires look a minute older than it is.
 */
export function isUseDue({ usedAt, ttlMs }: CacheLife, now: Timestamp): boolean {
  return now - usedAt >= Math.min(ttlMs / 10, MINUTE_MS);
}
