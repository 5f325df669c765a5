import { expect, test } from 'vitest';
import * as ta from '../../src/indicators/index.ts';
import { allocateColumns, type CandleColumns } from '../../src/model/candle.ts';
import { walk } from './support/inputs.ts';

/** Candles from rows of open, high, low, close and, if it matters, volume. */
function candlesOf(...rows: readonly (readonly [number, number, number, number, number?])[]): CandleColumns {
  const candles = allocateColumns(0, 60_000, rows.length);
  rows.forEach(([open, high, low, close, volume], i) => {
    candles.open[i] = open;
    candles.high[i] = high;
    candles.low[i] = low;
    candles.close[i] = close;
    candles.volume[i] = volume ?? 1;
  });
  return candles;
}

test('sar accelerates with every new extreme and turns when it is passed', () => {
  const candles = candlesOf(
    [9, 10, 8, 9],
    [10, 12, 9, 12],
    [12, 14, 11, 14],
    [14, 16, 13, 16],
    [16, 16, 8, 8],
    [8, 9, 6, 6],
  );
  const found = ta.sar(candles, { acceleration: 0.02, maximum: 0.2 });
  // Long from the low 8 with the extreme 10, then 12 and 14; 8.36 + 0.08·(16 − 8.36) is above the fall to 8.
  expect(found[0]).toBeNaN();
  expect(found[1]).toBe(8);
  expect(found[2]).toBe(8);
  expect(found[3]).toBeCloseTo(8.36, 12);
  expect(found[4]).toBe(16);
  expect(found[5]).toBe(16);
});

test('sar is never inside the two candles before, but where it turns', () => {
  const candles = walk(2000, 21);
  const found = ta.sar(candles);
  let turns = 0;
  for (let i = 3; i < found.length; i++) {
    const isBelow = found[i] <= Math.min(candles.low[i - 1], candles.low[i - 2]);
    const isAbove = found[i] >= Math.max(candles.high[i - 1], candles.high[i - 2]);
    const wasBelow = found[i - 1] < candles.low[i - 1];
    if (isBelow === wasBelow) expect(isBelow || isAbove, `bar ${i}`).toBe(true);
    else turns++;
  }
  expect(turns).toBeGreaterThan(20);
});

test('supertrend never loosens its stop until the close is beyond it, and says when that is', () => {
  const candles = walk(2000, 22);
  const { trend, changed } = ta.supertrend(candles, { period: 10, factor: 1 });
  let flips = 0;
  for (let i = 10; i < trend.length; i++) {
    const isBelow = trend[i] < candles.close[i];
    const wasBelow = trend[i - 1] < candles.close[i - 1];
    expect(changed[i], `bar ${i}`).toBe(isBelow === wasBelow ? 0 : 1);
    if (isBelow === wasBelow) expect(isBelow ? trend[i] >= trend[i - 1] : trend[i] <= trend[i - 1]).toBe(true);
    else flips++;
  }
  expect(flips).toBeGreaterThan(20);
});

test('safezonestop keeps as far from the last low as falls were deep', () => {
  const candles = candlesOf([10, 11, 10, 10], [10, 11, 8, 9], [9, 10, 7, 8], [8, 9, 7, 8]);
  const found = ta.safezonestop(candles, { period: 2, mult: 2, maxLookback: 1 });
  expect([...found]).toEqual([0, 10 - 2 * 2, 8 - 2 * 2, 7 - 2 * 1]);
});

test('minmax shows an extreme when the candles after it have confirmed it, not before', () => {
  const highs = [1, 2, 5, 3, 2, 4, 3];
  const { isMax, lastMax } = ta.minmax(candlesOf(...highs.map((high) => [high, high, 0, 0] as const)), { order: 2 });
  expect([...isMax]).toEqual([...Array.from({ length: 4 }, () => Number.NaN), 5, Number.NaN, Number.NaN]);
  expect([...lastMax].slice(4)).toEqual([5, 5, 5]);
});

test('supportResistanceWithBreaks tells a break from a wick, and asks for volume', () => {
  const base = [10, 11, 9, 10, 1] as const;
  const calm = Array.from({ length: 20 }, (_, i) => (i === 5 ? ([10, 12, 7, 10, 1] as const) : base));
  const after = (row: readonly [number, number, number, number, number]) =>
    ta.supportResistanceWithBreaks.last(candlesOf(...calm, row), { leftBars: 3, rightBars: 3 });
  expect(after([10, 10, 5, 6, 100])).toMatchObject({ support: 7, resistance: 12, redBreak: 1, bearWick: 0 });
  expect(after([10, 10, 5, 6, 1])).toMatchObject({ redBreak: 0, bearWick: 0 });
  expect(after([7.5, 12, 5, 6, 100])).toMatchObject({ redBreak: 0, bearWick: 1 });
  expect(after([10, 14, 10, 13, 100])).toMatchObject({ greenBreak: 1, bullWick: 0 });
  expect(after([12, 13, 9, 12.5, 100])).toMatchObject({ greenBreak: 0, bullWick: 1 });
});

const NONE = Number.NaN;

test.each<[0 | 1 | 2 | 3 | 4, number[]]>([
  [0, [NONE, NONE, 15, 13, 11, 9, 7, NONE, NONE]],
  [1, [NONE, 15, 13.472, 12.528, 11, 9.472, 8.528, 7, NONE]],
  [2, [NONE, NONE, NONE, 14, 11.5, 10, NONE, NONE, NONE]],
  [3, [13.2, 12.1, 11.732, 11.3664, 11, 10.6336, 10.268, 9.9, 8.8]],
  [4, [20, 16, 14.5, 12, 10.5, 8, 6.5, 4, 0]],
])('pivot of mode %d has the levels that its author gives, from r4 down to s4', (mode, wanted) => {
  const found = Object.values(ta.pivot.last(candlesOf([10, 13, 9, 11]), { mode }));
  expect(found.map((level) => Number(level.toFixed(10)))).toEqual(wanted);
});
