import { MINUTE, parseDate, type Timestamp } from '../../model/time.ts';

/** Formats of time in a file: a count since 1970 in one of four units, or a date. */
export const TIME_UNITS = ['s', 'ms', 'us', 'ns', 'iso'] as const;

export type TimeUnit = (typeof TIME_UNITS)[number];

/** Milliseconds of one unit. */
const UNIT_MS = { s: 1_000, ms: 1, us: 1e-3, ns: 1e-6 } as const;

/** 2100-01-01. A later time was read in a wrong unit. */
const LATEST: Timestamp = 4_102_444_800_000;

const NUMBER = /^\d+(?:\.\d+)?(?:e\+?\d+)?$/i;
const DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(\.\d+)?)?\s?(?:Z|UTC|([+-])(\d{2}):?(\d{2}))?$/;

/** Reads the time of a row and recognises its unit if none is given. Null for no time between 1970 and 2100. */
export function readTimestamp(text: string, unit: TimeUnit | null): Timestamp | null {
  return NUMBER.test(text) ? timestampOf(Number(text), unit) : withinLimits(fromDate(text, unit));
}

/** Converts a count since 1970 as `readTimestamp` does. */
export function timestampOf(count: number, unit: TimeUnit | null): Timestamp | null {
  return withinLimits(fromCount(count, unit));
}

function withinLimits(timestamp: Timestamp | null): Timestamp | null {
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
  if (count < 1e8) return null;
  if (count < 1e11) return 's';
  if (count < 1e14) return 'ms';
  return count < 1e17 ? 'us' : 'ns';
}

function fromDate(text: string, unit: TimeUnit | null): Timestamp | null {
  const parts = unit === null || unit === 'iso' ? DATE.exec(text) : null;
  if (parts === null) return null;
  const [, day, clock = '00:00', seconds = '', fraction = '0', sign, hours = '0', minutes = '0'] = parts;
  const local = parseDate(`${day}T${clock}${seconds}`);
  if (local === null) return null;
  const offset = (Number(hours) * 60 + Number(minutes)) * MINUTE;
  return local + Number(fraction) * 1_000 - (sign === '-' ? -offset : offset);
}
