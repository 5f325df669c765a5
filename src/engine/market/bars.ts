import { allocateColumns, type CandleColumns } from '../../model/candle.ts';
import { MINUTE } from '../../model/time.ts';
import { barStart, minutesOf, type Timeframe } from '../../model/timeframe.ts';

/** The complete bars of a timeframe over a stretch of minutes. */
export interface Bars {
  readonly columns: CandleColumns;
  /** Index of the minute with which the first bar opens. */
  readonly offset: number;
  /** Minutes in a bar. */
  readonly minutes: number;
}

/** Aggregates minutes into bars counted by the clock; a bar that lacks minutes at either end is left out. */
export function aggregate(minutes: CandleColumns, timeframe: Timeframe): Bars {
  const size = minutesOf(timeframe);
  if (size === 1) return { columns: minutes, offset: 0, minutes: 1 };
  const first = barStart(minutes.start, timeframe);
  const start = first === minutes.start ? first : first + size * MINUTE;
  const offset = Math.min((start - minutes.start) / MINUTE, minutes.length);
  const columns = allocateColumns(start, size * MINUTE, Math.floor((minutes.length - offset) / size));
  for (let bar = 0; bar < columns.length; bar++) {
    aggregateInto(columns, bar, minutes, offset + bar * size, offset + (bar + 1) * size);
  }
  return { columns, offset, minutes: size };
}

/** Writes the bar over the minutes `from` to `to` (exclusive, at least one) into row `row` of `target`. */
export function aggregateInto(
  target: CandleColumns,
  row: number,
  minutes: CandleColumns,
  from: number,
  to: number,
): void {
  const { high, low, volume } = minutes;
  let highest = high[from];
  let lowest = low[from];
  let total = volume[from];
  for (let i = from + 1; i < to; i++) {
    if (high[i] > highest) highest = high[i];
    if (low[i] < lowest) lowest = low[i];
    total += volume[i];
  }
  target.open[row] = minutes.open[from];
  target.close[row] = minutes.close[to - 1];
  target.high[row] = highest;
  target.low[row] = lowest;
  target.volume[row] = total;
}

/**
 * Minutes whose gaps are closed as Jesse closes them: from the minute after `first` on, each opens at the close
 * before it, and its high and low are widened to that price. Close and volume are the same memory.
 */
export function closeGaps(minutes: CandleColumns, first: number): CandleColumns {
  const open = minutes.open.slice();
  const high = minutes.high.slice();
  const low = minutes.low.slice();
  const { close } = minutes;
  for (let i = first + 1; i < minutes.length; i++) {
    const previous = close[i - 1];
    open[i] = previous;
    if (previous > high[i]) high[i] = previous;
    if (previous < low[i]) low[i] = previous;
  }
  return { ...minutes, open, high, low };
}
