import { expect, test } from 'vitest';
import * as ta from '../../src/indicators/index.ts';
import type { AnyIndicator } from '../../src/indicators/indicator.ts';
import { still } from './support/inputs.ts';

const BARS = 300;
const rising = Float64Array.from({ length: BARS }, (_, i) => 100 + i);

test.each<[string, AnyIndicator, number]>([
  ['sma', ta.sma, 5],
  ['wma', ta.wma, 10 / 3],
  ['trima', ta.trima, 5],
  ['swma', ta.swma, 5],
  ['sinwma', ta.sinwma, 5],
  ['pwma', ta.pwma, 5],
  ['tema', ta.tema, 0],
  ['zlema', ta.zlema, 0],
  ['linearreg', ta.linearreg, 0],
  ['linearregIntercept', ta.linearregIntercept, 10],
  ['tsf', ta.tsf, -1],
  ['midpoint', ta.midpoint, 5],
  ['t3', ta.t3, 15],
])('%s of 11 bars lies as far behind a straight line as its weights say', (_, average, lag) => {
  const { value } = average.columns(rising, { period: 11 });
  expect(value.at(-1)).toBeCloseTo(100 + BARS - 1 - lag, 9);
});

test.each<[string, AnyIndicator]>([
  ['dema', ta.dema],
  ['ema', ta.ema],
  ['maaq', ta.maaq],
  ['mcginleyDynamic', ta.mcginleyDynamic],
  ['nma', ta.nma],
  ['rma', ta.rma],
  ['sma', ta.sma],
  ['supersmoother', ta.supersmoother],
  ['supersmoother3Pole', ta.supersmoother3Pole],
  ['smma', ta.smma],
  ['t3', ta.t3],
  ['tema', ta.tema],
  ['vwap', ta.vwap],
  ['vwma', ta.vwma],
  ['vidya', ta.vidya],
  ['vlma', ta.vlma],
  ['wilders', ta.wilders],
  ['wma', ta.wma],
])('%s of still prices is exactly that price', (_, average) => {
  const candles = still(BARS, 0.1, 7);
  const value = average.columns(candles, 'sourceType' in average.spec.parameters ? { sourceType: 'close' } : {}).value;
  expect(new Set(value.subarray(100))).toEqual(new Set([0.1]));
});

test('rma and wilders begin with the first value, whatever comes last, and smma weighs all values', () => {
  const series = [1, 2, 3, 6, 1_000_000];
  for (const value of [ta.rma(series, { length: 3 }), ta.wilders(series, { period: 3 })]) {
    expect(value[0]).toBe(1);
    expect(value[1]).toBeCloseTo(1 + 1 / 3, 12);
    expect(value[2]).toBeCloseTo(4 / 3 + 5 / 9, 12);
  }
  expect(ta.smma(series, { period: 3 })[2]).toBeCloseTo((3 + 2 * (2 / 3) + 4 / 9) / (1 + 2 / 3 + 4 / 9), 12);
});

test('maaq follows a straight way at its fastest and stands in a flat one', () => {
  const fastest = (2 / 3 + 2 / 31) ** 2;
  const way = [...Array.from({ length: 12 }, (_, i) => i), 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11];
  const value = ta.maaq(way, { period: 11 });
  expect(value[11]).toBeCloseTo(10 + fastest, 12);
  expect(value[22]).toBeCloseTo(value[21] + (2 / 31 + 2 / 3 / 11 - 2 / 3 / 11) ** 2 * (11 - value[21]), 12);
});

test('mcginleyDynamic hurries after falling prices and lags behind rising ones', () => {
  const [, up] = ta.mcginleyDynamic([100, 110], { period: 10, k: 0.6 });
  const [, down] = ta.mcginleyDynamic([100, 90], { period: 10, k: 0.6 });
  expect(up - 100).toBeCloseTo(10 / (6 * 1.1 ** 4), 12);
  expect(100 - down).toBeCloseTo(10 / (6 * 0.9 ** 4), 12);
});
