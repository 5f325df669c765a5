import type { CandleColumns, Order, Store } from 'jbt-runner';
import { candleAt, shortestStep } from '../../../../src/model/candle.ts';
import { type MarketKey, marketKey } from '../../../../src/model/market.ts';
import { MINUTE } from '../../../../src/model/time.ts';
import { isTimeframe } from '../../../../src/model/timeframe.ts';
import { orderRecord } from '../records.ts';
import type { BarRow, CandleCheck, RealCase } from './case.ts';

/** Orders as recorded; those that were not executed have no fee. */
export function foundOrders(orders: readonly Order[]): readonly object[] {
  return orders.map((order) => ({ ...orderRecord(order), fee: order.status === 'EXECUTED' ? order.fee : null }));
}

export function orderCounts(orders: readonly Order[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { type, status } of orders) counts[`${type} ${status}`] = (counts[`${type} ${status}`] ?? 0) + 1;
  return counts;
}

/** Computes the recorded checks of candles from those that the session ended with. */
export function foundCandles(
  recorded: RealCase,
  store: Store,
  raw: Readonly<Record<MarketKey, CandleColumns>>,
): Readonly<Record<string, Readonly<Record<string, CandleCheck>>>> {
  const ofSymbol = (symbol: string, timeframes: object): Readonly<Record<string, CandleCheck>> =>
    Object.fromEntries(Object.keys(timeframes).map((timeframe) => [timeframe, check(symbol, timeframe)]));
  const check = (symbol: string, timeframe: string): CandleCheck => {
    if (!isTimeframe(timeframe)) throw new Error(`${recorded.name} checks ${timeframe}, which is no timeframe`);
    const bars = tradedBars(store.candles.getCandles(symbol, timeframe), recorded.start);
    if (timeframe !== '1m') return checkOf(bars);
    const minutes = raw[marketKey({ exchange: recorded.exchange.name, symbol })];
    return { ...checkOf(bars), minutes_changed_by_gap_fix: countChanged(bars, minutes) };
  };
  const checks = Object.entries(recorded.candle_checks);
  return Object.fromEntries(checks.map(([symbol, timeframes]) => [symbol, ofSymbol(symbol, timeframes)]));
}

function tradedBars(columns: CandleColumns, start: number): CandleColumns {
  const from = (start - columns.start) / shortestStep(columns);
  const { step, open, close, high, low, volume } = columns;
  return {
    start,
    step,
    length: columns.length - from,
    open: open.subarray(from),
    close: close.subarray(from),
    high: high.subarray(from),
    low: low.subarray(from),
    volume: volume.subarray(from),
  };
}

function checkOf(bars: CandleColumns): CandleCheck {
  const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
  const { open, close, high, low } = bars;
  return {
    traded_bars: bars.length,
    first: rowOf(bars, 0),
    last: rowOf(bars, bars.length - 1),
    sums: { open: sum(open), close: sum(close), high: sum(high), low: sum(low) },
  };
}

function rowOf(columns: CandleColumns, row: number): BarRow {
  const { timestamp, open, close, high, low, volume } = candleAt(columns, row);
  return [timestamp, open, close, high, low, volume];
}

function countChanged(bars: CandleColumns, raw: CandleColumns): number {
  const from = (bars.start - raw.start) / MINUTE;
  let changed = 0;
  for (let i = 0; i < bars.length; i++) {
    const isSame = (['open', 'high', 'low'] as const).every((name) => bars[name][i] === raw[name][from + i]);
    if (!isSame) changed++;
  }
  return changed;
}
