import { expect, test } from 'vitest';
import * as ta from '../../src/indicators/index.ts';
import { walk } from './support/inputs.ts';

const candles = walk(100, 3);

// The compiler checks these: without an error at the line below, the comment is one. They also throw.
test.each<[string, () => unknown]>([
  // @ts-expect-error: no such series
  ['sourceType', () => ta.ema(candles, { sourceType: 'clsoe' })],
  // @ts-expect-error: no such average
  ['matype', () => ta.ma(candles, { matype: 7 })],
  // @ts-expect-error: an average that needs volume
  ['slowkMatype', () => ta.stoch(candles, { slowkMatype: 24 })],
  // @ts-expect-error: no such deviation
  ['devtype', () => ta.bollingerBands(candles, { devtype: 3 })],
  // @ts-expect-error: no such side
  ['direction', () => ta.chande(candles, { direction: 'up' })],
  // @ts-expect-error: no such span
  ['anchor', () => ta.vwap(candles, { anchor: 'Y' })],
  // @ts-expect-error: no such Hull average
  ['modeSwitch', () => ta.hullSuit(candles, { modeSwitch: 'hma' })],
  // @ts-expect-error: no such levels
  ['mode', () => ta.pivot(candles, { mode: 5 })],
  // @ts-expect-error: no such method
  ['method', () => ta.hurstExponent(candles, { method: 3 })],
])('a %s that there is not is an error at compile time, and one at run time', (name, call) => {
  expect(call).toThrow(`${name} must be one of`);
});

test('other values of a parameter than its default compile', () => {
  const found = [
    ta.ema(candles, { period: 7, sourceType: 'hlc3' }),
    ta.ma(candles, { matype: 29 }),
    ta.chande(candles, { direction: 'short' }),
    ta.vidya(candles, { select: false }),
  ];
  expect(found.map(({ length }) => length)).toEqual([100, 100, 100, 100]);
});
