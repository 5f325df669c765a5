import type { Timestamp } from '../../../model/time.ts';

/** Formats of time in a file: a count since 1970 in one of four units, or a date. */
export const TIME_UNITS = ['s', 'ms', 'us', 'ns', 'iso'] as const;

export type TimeUnit = (typeof TIME_UNITS)[number];

/** Milliseconds of one unit. */
const UNIT_MS = { s: 1_000, ms: 1, us: 1e-3, ns: 1e-6 } as const;

/** 2100-01-01. A later time was read in a wrong unit. */
const LATEST: Timestamp = 4_102_444_800_000;

/** Twelve digits from 1990 to 2099 are `YYYYMMDDHHMM`: as milliseconds they would all lie in 1976. */
const COMPACT_FROM = 199_001_010_000;
const COMPACT_TO = 210_001_010_000;

/** Converts a count since 1970. Null for a count that is a date in digits, or no time between 1970 and 2100. */
export function timestampOf(count: number, unit: TimeUnit | null): Timestamp | null {
  return withinLimits(fromCount(count, unit));
}

/** Null for a time that jbt does not store. */
export function withinLimits(timestamp: Timestamp | null): Timestamp | null {
  return timestamp !== null && timestamp >= 0 && timestamp < LATEST ? timestamp : null;
}

function fromCount(count: number, given: TimeUnit | null): Timestamp | null {
  const unit = given ?? unitOf(count);
  if (unit === null || unit === 'iso') return null;
  if (unit === 's' || unit === 'ms') return count * UNIT_MS[unit];
  // A product with 1e-6 is not exact, but a whole minute must stay one.
  return Math.round(count * UNIT_MS[unit] * 1e3) / 1e3;
}

/** From 1973 on, the ranges of the four units do not overlap. A smaller number may be a date without hyphens. */
function unitOf(count: number): TimeUnit | null {
  // Most files count milliseconds of this century.
  if (count >= COMPACT_TO && count < 1e14) return 'ms';
  if (count < 1e8 || (count >= COMPACT_FROM && count < COMPACT_TO)) return null;
  if (count < 1e11) return 's';
  if (count < 1e14) return 'ms';
  return count < 1e17 ? 'us' : 'ns';
}
