import { describe, expect, test } from 'vitest';
import * as ta from '../../src/indicators/index.ts';
import type { AnyIndicator } from '../../src/indicators/indicator.ts';
import { allocateColumns, type CandleColumns } from '../../src/model/candle.ts';
import { still } from './support/inputs.ts';

const BARS = 300;

/** Candles without wicks that rise or fall by 1 a bar, all of the same volume. */
function straight(step: 1 | -1): CandleColumns {
  const candles = allocateColumns(0, 60_000, BARS);
  for (let i = 0; i < BARS; i++) {
    candles.open[i] = 1000 + step * i;
    candles.close[i] = candles.open[i] + step;
    candles.high[i] = Math.max(candles.open[i], candles.close[i]);
    candles.low[i] = Math.min(candles.open[i], candles.close[i]);
    candles.volume[i] = 10;
  }
  return candles;
}

describe.each<[string, AnyIndicator, string, number, number, number]>([
  ['rsi', ta.rsi, 'value', 100, 0, 100],
  ['rsx', ta.rsx, 'value', 100, 0, 50],
  ['lrsi', ta.lrsi, 'value', 1, 0, 0],
  ['mfi', ta.mfi, 'value', 100, 0, 100],
  ['rvi', ta.rvi, 'value', 100, 0, 50],
  ['stoch', ta.stoch, 'k', 100, 0, Number.NaN],
  ['stochf', ta.stochf, 'd', 100, 0, 50],
  ['tsi', ta.tsi, 'value', 100, -100, 0],
  ['ultosc', ta.ultosc, 'value', 100, 0, Number.NaN],
  ['willr', ta.willr, 'value', 0, -100, 0],
  ['qstick', ta.qstick, 'value', 1, -1, 0],
  ['linearregAngle', ta.linearregAngle, 'value', 45, -45, 0],
  ['ttmTrend', ta.ttmTrend, 'value', 1, 0, 0],
  ['wt', ta.wt, 'wtOverbought', 1, 0, 0],
  ['wt', ta.wt, 'wtOversold', 0, 1, 0],
  ['stiffness', ta.stiffness, 'value', 100, 0, 0],
  ['vosc', ta.vosc, 'value', 0, 0, 0],
])('%s', (_, indicator, output, up, down, flat) => {
  test.each([
    [up, 'rising', straight(1)],
    [down, 'falling', straight(-1)],
    [flat, 'still', still(BARS, 100, 10)],
  ])(`${output} is %d at the end of %s prices`, (wanted, _, candles) => {
    expect(indicator.columns(candles)[output].at(-1)).toSatisfy((value: number) =>
      Number.isNaN(wanted) ? Number.isNaN(value) : Math.abs(value - wanted) < 1e-9,
    );
  });
});

test('srsi has no number where the rsi stands still', () => {
  const { k, d } = ta.srsi.last(straight(1));
  expect([k, d]).toEqual([Number.NaN, Number.NaN]);
});

test('macd, its signal and their difference are exactly 0 over still prices', () => {
  const { macd, signal, hist } = ta.macd.last(still(BARS, 0.1, 1));
  expect([macd, signal, hist]).toEqual([0, 0, 0]);
});

test('stc falls to 0 while there is no range, as in Jesse', () => {
  const waves = Array.from({ length: 200 }, (_, i) => 100 + 10 * Math.sin(i / 9));
  const found = ta.stc([...waves, ...Array.from({ length: 20_000 }, () => waves[199])]);
  expect(found.at(-1)).toBeCloseTo(0, 12);
});
