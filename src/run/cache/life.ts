import type { Timestamp } from '../../model/time.ts';

/** How long an entry of the cache lives; each use lets it live as long again. */
export interface CacheLife {
  readonly usedAt: Timestamp;
  /** Infinity for one that never expires. */
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
 * Whether a use now is worth a write: one that is not noted shortens a life by at most a tenth. What never expires only
 * looks a minute older than it is to whoever evicts.
 */
export function isUseDue({ usedAt, ttlMs }: CacheLife, now: Timestamp): boolean {
  return now - usedAt >= (ttlMs === Number.POSITIVE_INFINITY ? MINUTE_MS : Math.min(ttlMs / 10, HOUR_MS));
}
