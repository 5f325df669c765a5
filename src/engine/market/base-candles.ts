import { allocateColumns, columnList, type StoredCandles, shortestStep } from '../../model/candle.ts';
import { MINUTE } from '../../model/time.ts';
import { type MonthRule, minutesOf, type Timeframe } from '../../model/timeframe.ts';
import { aggregate, aggregateInto, type FindColumns, firstTraded } from './bars.ts';

/**
 * Stored candles as candles of a base timeframe. They must begin and end with a whole one. A candle is filled when all
 * that it is made of are.
 */
export function baseCandles(
  stored: StoredCandles,
  base: Timeframe,
  months: MonthRule,
  find: FindColumns,
): StoredCandles {
  const size = (minutesOf(base) * MINUTE) / shortestStep(stored);
  const { filled } = stored;
  if (size === 1) return stored;
  if (filled === undefined) return aggregate(stored, base, months, find).columns;
  const whole = Uint8Array.from({ length: stored.length / size }, (_, i) =>
    firstTraded(filled, i * size, (i + 1) * size) === null ? 1 : 0,
  );
  const [open, close, high, low, volume] = find(() => columnList(candlesOver(stored, filled, size)));
  const { length } = whole;
  return { start: stored.start, step: minutesOf(base) * MINUTE, length, open, close, high, low, volume, filled: whole };
}

/** Candles that begin with their first trade. */
function candlesOver(stored: StoredCandles, filled: Uint8Array, size: number): StoredCandles {
  const columns = allocateColumns(0, MINUTE, stored.length / size);
  for (let i = 0; i < columns.length; i++) {
    const [from, to] = [i * size, (i + 1) * size];
    aggregateInto(columns, i, stored, firstTraded(filled, from, to) ?? from, to);
  }
  return columns;
}
