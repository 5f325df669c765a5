import { aggregateInto, closeGaps } from '../../../../src/engine/market/bars.ts';
import { PricePath } from '../../../../src/engine/market/price-path.ts';
import { allocateColumns, type CandleColumns, candleAt } from '../../../../src/model/candle.ts';
import { MINUTE } from '../../../../src/model/time.ts';
import { minutesOf, type Timeframe } from '../../../../src/model/timeframe.ts';

/** `[timestamp, open, close, high, low, volume]`. */
export type Row = readonly [number, number, number, number, number, number];

function columnsOf(rows: readonly Row[]): CandleColumns {
  const columns = allocateColumns(rows[0][0], MINUTE, rows.length);
  rows.forEach(([, open, close, high, low, volume], i) => {
    Object.entries({ open, close, high, low, volume }).forEach(([name, value]) => {
      columns[name as 'open'][i] = value;
    });
  });
  return columns;
}

export function oneMinute(row: Row): CandleColumns {
  return columnsOf([row]);
}

function rowAt(columns: CandleColumns, index: number): Row {
  const { timestamp, open, close, high, low, volume } = candleAt(columns, index);
  return [timestamp, open, close, high, low, volume];
}

function pathOf([, open, close, high, low]: Row): PricePath {
  const path = new PricePath();
  path.set(open, close, high, low);
  return path;
}

export function splitCandle(candle: Row, price: number): { readonly earlier: Row; readonly later: Row } {
  const [timestamp, , , , , volume] = candle;
  const rest = pathOf(candle);
  const earlier = new PricePath();
  rest.cutAt(price, earlier, 'whole-minute');
  const row = ({ open, close, high, low }: PricePath): Row => [timestamp, open, close, high, low, volume];
  return { earlier: row(earlier), later: row(rest) };
}

export function includesPrice(candle: Row, price: number): boolean {
  return pathOf(candle).includes(price);
}

export function closeGap(previous: Row, candle: Row): Row {
  const [, ...values] = rowAt(closeGaps(columnsOf([previous, candle]), 0), 1);
  return [candle[0], ...values];
}

/** The first bar of a timeframe and the number of bars, grouped from the first row on. */
export function aggregateRows(
  rows: readonly Row[],
  timeframe: Timeframe,
): { readonly first: Row; readonly count: number } {
  const size = minutesOf(timeframe);
  const bar = allocateColumns(rows[0][0], size * MINUTE, 1);
  aggregateInto(bar, 0, columnsOf(rows), 0, size);
  return { first: rowAt(bar, 0), count: Math.floor(rows.length / size) };
}
