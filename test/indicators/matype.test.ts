import { describe, expect, test } from 'vitest';
import * as ta from '../../src/indicators/index.ts';
import type { AnyIndicator } from '../../src/indicators/indicator.ts';
import { INDICATORS, walk } from './support/inputs.ts';

const candles = walk(300, 6);
const REFUSING = ['kaufmanstop', 'kdj', 'rvi', 'stoch', 'stochf'];

const MATYPES = INDICATORS.flatMap(([name, indicator]) =>
  Object.keys(indicator.spec.parameters)
    .filter((key) => /matype$/i.test(key))
    .map((key): [string, string, AnyIndicator] => [name, key, indicator]),
);

describe.each<[24 | 29, string]>([
  [24, 'vwma'],
  [29, 'vwap'],
])('matype %d', (matype, average) => {
  test.each(MATYPES.filter(([name]) => REFUSING.includes(name)))('is refused by %s as %s', (name, key, indicator) => {
    expect(() => indicator.columns(candles, { [key]: matype })).toThrow(RangeError);
    expect(() => indicator.columns(candles, { [key]: matype })).toThrow(`${name}: ${key} must be one of 0, 1, 2`);
  });

  const taking = MATYPES.filter(([name]) => !REFUSING.includes(name));
  test.each(taking)('weighs by volume in %s as %s', (_, key, indicator) => {
    const [withVolume, plain] = [matype, 0].map((each) => indicator.columns(candles, { [key]: each }));
    expect(withVolume).not.toEqual(plain);
  });

  const ofSeries = taking.filter(([, , { spec }]) => !spec.needsCandles);
  test.each(ofSeries)('says in %s as %s that a plain series is not enough', (name, key, indicator) => {
    const find = () => indicator.columns(candles.close, { [key]: matype });
    expect(find).toThrow(RangeError);
    expect(find).toThrow(
      `${name}: ${key} ${matype} (${average}) needs volume, which a plain series lacks: give candles, or another ${key}`,
    );
  });

  test('is that average with its own defaults', () => {
    const found = ta.ma(candles, { period: 20, matype, sourceType: 'close' });
    expect(found).toEqual(matype === 24 ? ta.vwma(candles, {}) : ta.vwap(candles, { sourceType: 'close' }));
  });
});
