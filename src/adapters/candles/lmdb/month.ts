import { COLUMN_NAMES } from '../../../model/candle.ts';
import { MINUTE, type TimeRange, type Timestamp } from '../../../model/time.ts';

/** A month of the UTC clock, the unit in which candles are stored. */
export interface Month {
  /** `2023-08`, which sorts by time. */
  readonly name: string;
  readonly start: Timestamp;
  readonly minutes: number;
}

/** Returns the months of a range, in order. */
export function monthsOf({ from, to }: TimeRange): readonly Month[] {
  const months: Month[] = [];
  for (let start = from; start < to; ) {
    const month = monthAt(start);
    months.push(month);
    start = month.start + month.minutes * MINUTE;
  }
  return months;
}

/** Returns the month with a name. */
export function monthOf(name: string): Month {
  return monthAt(Date.parse(`${name}-01T00:00Z`));
}

function monthAt(timestamp: Timestamp): Month {
  const date = new Date(timestamp);
  const start = Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  const end = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
  return { name: new Date(start).toISOString().slice(0, 7), start, minutes: (end - start) / MINUTE };
}

/**
 * Makes a month without candles, at most 1.8 MB. The columns follow one another in the order of `COLUMN_NAMES`. A minute
 * that is not stored is NaN in all columns. Numbers are little endian, as on every machine with a binary of LMDB.
 */
export function emptyMonth(month: Month): Float64Array {
  return new Float64Array(month.minutes * COLUMN_NAMES.length).fill(Number.NaN);
}

/** Returns the size of a stored month. */
export function bytesIn(month: Month): number {
  return month.minutes * COLUMN_NAMES.length * Float64Array.BYTES_PER_ELEMENT;
}

/** Views numbers as bytes. */
export function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Returns the ranges of stored minutes. */
export function storedRangesIn(month: Month, numbers: Float64Array): readonly TimeRange[] {
  const ranges: TimeRange[] = [];
  let first = -1;
  for (let i = 0; i <= month.minutes; i++) {
    const isStored = i < month.minutes && !Number.isNaN(numbers[i]);
    if (isStored && first < 0) first = i;
    if (isStored || first < 0) continue;
    ranges.push({ from: month.start + first * MINUTE, to: month.start + i * MINUTE });
    first = -1;
  }
  return ranges;
}
