import { MINUTE, SECOND, type Timestamp } from '../../../model/time.ts';
import type { CandleFileOptions } from '../file.ts';
import type { ShortRows } from '../rows/minute-maker.ts';
import type { Stamp } from '../rows/rows.ts';
import { TimeReader } from '../time/time.ts';
import { type Cell, endPlace } from './names.ts';
import { type TimePlaces, timeTextOf } from './time-text.ts';

/** Fewer rows may be seconds apart by chance. */
const FEWEST_ROWS = 6;

/** Reads the times of the first rows. */
export function headTimes(
  rows: readonly (readonly Cell[])[],
  places: TimePlaces,
  options: CandleFileOptions,
): readonly Timestamp[] {
  // The order of day and month matters little for the distances of rows.
  const reader = new TimeReader({ unit: options.timeUnit, order: options.dateOrder ?? 'DMY', zone: null });
  return rows.map((row) => reader.read(timeTextOf(row, places))).filter((time) => time !== null);
}

/** Finds candles of a few seconds each by their times; null for any others. */
export function secondsOf(times: readonly Timestamp[], stamp: Stamp): ShortRows | null {
  const opens = stamp === 'close' ? times.map((time) => Math.ceil(time / SECOND) * SECOND) : times;
  const distances = opens
    .slice(1)
    .map((time, index) => Math.abs(time - opens[index]))
    .filter((distance) => distance > 0);
  const step = distances.reduce((divisor, distance) => greatestDivisor(distance, divisor), 0);
  const isShort = step >= SECOND && step < MINUTE && MINUTE % step === 0 && opens.every((time) => time % step === 0);
  const close = distances.filter((distance) => distance < MINUTE).length;
  if (!isShort || opens.length < FEWEST_ROWS || close * 2 < distances.length) return null;
  return { kind: 'seconds', step, isEnd: stamp === 'close' };
}

/** True when times lie between whole minutes, as those of trades do. */
export function areTradeTimes(times: readonly Timestamp[]): boolean {
  return times.some((time) => time % MINUTE !== 0);
}

/** Returns the minutes from the start to the end of each of the first rows; null where they differ, or none has an end. */
export function notedLength(
  rows: readonly (readonly Cell[])[],
  names: readonly string[],
  places: TimePlaces,
  options: CandleFileOptions,
): number | null {
  const end = endPlace(names);
  if (end < 0 || end === places.timestamp) return null;
  const starts = headTimes(rows, places, options);
  const ends = headTimes(rows, { ...places, timestamp: end, clock: -1 }, options);
  // Ends may be the last millisecond or second of a candle.
  const lengths = new Set(ends.map((time, index) => Math.round((time - starts[index]) / MINUTE)));
  const [length] = lengths;
  return starts.length === ends.length && lengths.size === 1 && length > 0 ? length : null;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
