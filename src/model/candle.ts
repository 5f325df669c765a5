import { DAY, monthStart, type Timestamp } from './time.ts';
import { type Timeframe, timeframeOfLength } from './timeframe.ts';

/** One candle: its open time, prices in the quote asset, volume in the base asset. */
export interface Candle {
  readonly timestamp: Timestamp;
  readonly open: number;
  readonly close: number;
  readonly high: number;
  readonly low: number;
  readonly volume: number;
}

/**
 * Candles as columns: candle `i` opens at `openTime(columns, i)`, mostly `start + i * step`.
 * The columns may be longer than `length`; rows from there on are no candles.
 */
export interface CandleColumns {
  readonly start: Timestamp;
  /** Milliseconds from one open time to the next, or a calendar month (UTC). */
  readonly step: number | 'month';
  readonly length: number;
  readonly open: Float64Array;
  readonly close: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly volume: Float64Array;
  /** Open times, where candles are left out between others. */
  readonly times?: Float64Array | undefined;
}

/** Candles of a market as its store has them: `step` is the length of its base timeframe. */
export interface StoredCandles extends CandleColumns {
  /** 1 for each candle that no source had, which repeats the close before it. Left out when there is none. */
  readonly filled?: Uint8Array;
}

export const COLUMN_NAMES = ['open', 'close', 'high', 'low', 'volume'] as const;

export type ColumnName = (typeof COLUMN_NAMES)[number];

/** The columns in the order of `COLUMN_NAMES`. */
export function columnList(columns: CandleColumns): readonly Float64Array[] {
  return COLUMN_NAMES.map((name) => columns[name]);
}

/** Open time of the candle at an index. */
export function openTime(
  { start, step, times }: Pick<CandleColumns, 'start' | 'step' | 'times'>,
  index: number,
): Timestamp {
  if (times !== undefined) return times[index];
  return step === 'month' ? monthStart(start, index) : start + index * step;
}

/** Milliseconds from one open time to the next, at least. */
export function shortestStep({ step }: Pick<CandleColumns, 'step'>): number {
  return step === 'month' ? 28 * DAY : step;
}

/** Base timeframe of stored candles. */
export function baseOf(candles: Pick<StoredCandles, 'step'>): Timeframe {
  const base = timeframeOfLength(shortestStep(candles));
  if (base === null) throw new RangeError(`candles of ${shortestStep(candles)} ms are of no timeframe`);
  return base;
}

/** The candle at an index of columns. */
export function candleAt(columns: CandleColumns, index: number): Candle {
  return {
    timestamp: openTime(columns, index),
    open: columns.open[index],
    close: columns.close[index],
    high: columns.high[index],
    low: columns.low[index],
    volume: columns.volume[index],
  };
}

/** Candles `from` (inclusive) to `to` (exclusive), by index, over the same memory. */
export function sliceColumns(columns: CandleColumns, from: number, to: number): CandleColumns {
  return {
    start: openTime(columns, from),
    step: columns.step,
    length: to - from,
    open: columns.open.subarray(from, to),
    close: columns.close.subarray(from, to),
    high: columns.high.subarray(from, to),
    low: columns.low.subarray(from, to),
    volume: columns.volume.subarray(from, to),
    times: columns.times?.subarray(from, to),
  };
}

/** The same candles in memory of their own. */
export function copyColumns(columns: CandleColumns): CandleColumns {
  const { start, step, length, open, high, low, close, volume, times } = columns;
  return {
    start,
    step,
    length,
    open: open.slice(),
    close: close.slice(),
    high: high.slice(),
    low: low.slice(),
    volume: volume.slice(),
    times: times?.slice(),
  };
}

/** Stored candles `from` (inclusive) to `to` (exclusive), by index, over the same memory. */
export function sliceStored(candles: StoredCandles, from: number, to: number): StoredCandles {
  const columns = sliceColumns(candles, from, to);
  return candles.filled === undefined ? columns : { ...columns, filled: candles.filled.subarray(from, to) };
}

/** New columns of zeros for `length` candles. `allocate` chooses the memory. */
export function allocateColumns(
  start: Timestamp,
  step: CandleColumns['step'],
  length: number,
  allocate: (length: number) => Float64Array = (n) => new Float64Array(n),
): CandleColumns {
  return {
    start,
    step,
    length,
    open: allocate(length),
    close: allocate(length),
    high: allocate(length),
    low: allocate(length),
    volume: allocate(length),
  };
}

/** Says why numbers are no candle; null when they are one. */
export function candleFault({ open, high, low, close, volume }: Candle): string | null {
  if (!(open > 0 && high > 0 && low > 0 && close > 0)) return 'a price is not above zero';
  if (high < low) return `high ${high} is below low ${low}`;
  if (low > open || low > close) return `low ${low} is above open ${open} or close ${close}`;
  if (high < open || high < close) return `high ${high} is below open ${open} or close ${close}`;
  return volume >= 0 ? null : `volume ${volume} is not zero or more`;
}
