import { allocateColumns, COLUMN_NAMES, openTime, type StoredCandles } from '../../../model/candle.ts';
import type { Timestamp } from '../../../model/time.ts';

/**
 * The same candles up to a time, and mirrored ones from there on: each rise is a fall of the same share. `allocate` chooses
 * the memory.
 */
export function mirroredFrom(
  candles: StoredCandles,
  cut: Timestamp,
  allocate: (length: number) => Float64Array,
): StoredCandles {
  const { start, step, length } = candles;
  const columns = allocateColumns(start, step, length, allocate);
  for (const name of COLUMN_NAMES) columns[name].set(candles[name].subarray(0, length));
  let first = 0;
  while (first < length && openTime(candles, first) < cut) first++;
  // The middle of the mirror is the last price before it, so that no gap lies there.
  const square = first === 0 ? candles.open[0] ** 2 : candles.close[first - 1] ** 2;
  for (let i = first; i < length; i++) {
    columns.open[i] = square / candles.open[i];
    columns.close[i] = square / candles.close[i];
    columns.high[i] = square / candles.low[i];
    columns.low[i] = square / candles.high[i];
  }
  return { ...candles, ...columns };
}
