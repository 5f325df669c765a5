import { COLUMN_NAMES } from '../../../model/candle.ts';
import type { TimeRange, Timestamp } from '../../../model/time.ts';

/** A month of the UTC clock, the unit in which candles are stored. */
export interface Month {
  /** `2023-08`, which sorts by time. */
  readonly name: string;
  readonly start: Timestamp;
  /** Milliseconds from one candle to the next. */
  readonly step: number;
  /** Number of candles of a whole month. */
  readonly length: number;
}

/** Candles of a month. */
export interface MonthCandles {
  /** The columns one after another, in the order of `COLUMN_NAMES`. A candle that is not stored is NaN in all columns. */
  readonly numbers: Float64Array;
  /** 1 for each candle that no source had. */
  readonly filled: Uint8Array;
}

/** Returns the months of a range, in order. */
export function monthsOf({ from, to }: TimeRange, step: number): readonly Month[] {
  const months: Month[] = [];
  for (let start = from; start < to; ) {
    const month = monthAt(start, step);
    months.push(month);
    start = endOf(month);
  }
  return months;
}

/** Returns the month with a name. */
export function monthOf(name: string, step: number): Month {
  return monthAt(Date.parse(`${name}-01T00:00Z`), step);
}

/** Returns the end of a month, the start of the next. */
export function endOf({ start, step, length }: Month): Timestamp {
  return start + step * length;
}

/** Returns the month that holds a time. */
export function monthAt(timestamp: Timestamp, step: number): Month {
  const date = new Date(timestamp);
  const start = Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  const end = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
  return { name: new Date(start).toISOString().slice(0, 7), start, step, length: (end - start) / step };
}

/** Makes a month without candles, at most 1.8 MB. Numbers are little endian, as on every machine with a binary of LMDB. */
export function emptyMonth({ length }: Month): MonthCandles {
  return { numbers: new Float64Array(length * COLUMN_NAMES.length).fill(Number.NaN), filled: new Uint8Array(length) };
}

/** Returns the bytes of the numbers of a month. */
export function numberBytesIn({ length }: Month): number {
  return length * COLUMN_NAMES.length * Float64Array.BYTES_PER_ELEMENT;
}

/** True for a content of a month: its numbers, and a byte a candle where some are filled. */
export function isContentOf(month: Month, { byteLength }: Uint8Array): boolean {
  const bytes = numberBytesIn(month);
  return byteLength === bytes || byteLength === bytes + month.length;
}

/** Returns what is stored of a month. */
export function contentOf({ numbers, filled }: MonthCandles): Uint8Array {
  const bytes = bytesOf(numbers);
  return filled.includes(1) ? Buffer.concat([bytes, filled]) : bytes;
}

/** Copies a content, because it may lie at any address, and numbers may not. */
export function candlesOf(month: Month, content: Uint8Array): MonthCandles {
  const candles = {
    numbers: new Float64Array(month.length * COLUMN_NAMES.length),
    filled: new Uint8Array(month.length),
  };
  const bytes = numberBytesIn(month);
  bytesOf(candles.numbers).set(content.subarray(0, bytes));
  candles.filled.set(content.subarray(bytes));
  return candles;
}

/** Views numbers as bytes. */
export function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Returns the number of candles that no source had. */
export function countFilled({ filled }: MonthCandles): number {
  return filled.reduce((sum, flag) => sum + flag, 0);
}

/** Returns the ranges of stored candles. */
export function storedRangesIn(month: Month, { numbers }: MonthCandles): readonly TimeRange[] {
  const ranges: TimeRange[] = [];
  let first = -1;
  for (let i = 0; i <= month.length; i++) {
    const isStored = i < month.length && !Number.isNaN(numbers[i]);
    if (isStored && first < 0) first = i;
    if (isStored || first < 0) continue;
    ranges.push({ from: month.start + first * month.step, to: month.start + i * month.step });
    first = -1;
  }
  return ranges;
}
