/** Milliseconds since 1970-01-01T00:00Z, the time unit of every timestamp in jbt. */
export type Timestamp = number;

/** A range of time: `from` inclusive, `to` exclusive. */
export interface TimeRange {
  readonly from: Timestamp;
  readonly to: Timestamp;
}

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** Midnight (UTC) of the first day of the month that lies `months` after the one of `timestamp`. */
export function monthStart(timestamp: Timestamp, months = 0): Timestamp {
  const date = new Date(timestamp);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months);
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|\+00:00)?)?$/;

/** Reads `2023-08-01`, `2023-08-01T14:30` or `2023-08-01 14:30:00Z` as UTC; null when the text is no such date. */
export function parseDate(text: string): Timestamp | null {
  if (!ISO_DATE.test(text)) return null;
  const day = text.slice(0, 10);
  const clock = text.slice(11).replace(/Z|\+00:00/, '') || '00:00';
  const timestamp = Date.parse(`${day}T${clock}Z`);
  // Date.parse rolls 2023-02-30 over into March: a valid date prints as it was written.
  return Number.isNaN(timestamp) || !formatDate(timestamp).startsWith(day) ? null : timestamp;
}

/** `5m`, `4h` or `7D`: whole minutes, in the largest unit that fits. */
export function formatLength(ms: number): string {
  if (ms % DAY === 0) return `${ms / DAY}D`;
  return ms % HOUR === 0 ? `${ms / HOUR}h` : `${ms / MINUTE}m`;
}

/** `2023-08-01` at midnight, else `2023-08-01 14:30` (seconds are shown only when there are some). */
export function formatDate(timestamp: Timestamp): string {
  const iso = new Date(timestamp).toISOString();
  const day = iso.slice(0, 10);
  if (timestamp % DAY === 0) return day;
  return `${day} ${iso.slice(11, timestamp % MINUTE === 0 ? 16 : 19)}`;
}
