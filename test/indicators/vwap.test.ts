import { expect, test } from 'vitest';
import { vwap } from '../../src/indicators/index.ts';
import type { Anchor } from '../../src/indicators/parameters.ts';
import { allocateColumns, type CandleColumns, openTime } from '../../src/model/candle.ts';

const HOUR = 3_600_000;

/** Hourly candles at the prices 0, 1, 2, ..., each of volume 1. */
function hours(from: string, length: number): CandleColumns {
  const candles = allocateColumns(Date.parse(from), HOUR, length);
  const prices = Array.from({ length }, (_, i) => i);
  for (const name of ['open', 'high', 'low', 'close'] as const) candles[name].set(prices);
  candles.volume.fill(1);
  return candles;
}

/** Bars at which the average is the bar's own price: where it begins anew. */
function beginnings(candles: CandleColumns, anchor: Anchor): readonly string[] {
  return [...vwap(candles, { anchor }).entries()]
    .filter(([bar, value]) => value === bar)
    .map(([bar]) => new Date(openTime(candles, bar)).toISOString().slice(0, 13));
}

test.each<[Anchor, string, number, readonly string[]]>([
  ['D', '2024-02-28T22:00Z', 30, ['2024-02-28T22', '2024-02-29T00', '2024-03-01T00']],
  ['12H', '2024-02-28T22:00Z', 20, ['2024-02-28T22', '2024-02-29T00', '2024-02-29T12']],
  ['4H', '2024-02-28T22:00Z', 8, ['2024-02-28T22', '2024-02-29T00', '2024-02-29T04']],
  ['W', '2024-02-28T22:00Z', 200, ['2024-02-28T22', '2024-03-04T00']],
  ['MN', '2024-01-31T22:00Z', 720, ['2024-01-31T22', '2024-02-01T00', '2024-03-01T00']],
])('with the anchor %s begins anew when that does in UTC', (anchor, from, length, wanted) => {
  expect(beginnings(hours(from, length), anchor)).toEqual(wanted);
});

test('weighs prices by volume, and has no value while there was none', () => {
  const candles = hours('2024-02-28T00:00Z', 4);
  candles.volume.set([0, 0, 1, 3]);
  expect([...vwap(candles)]).toEqual([Number.NaN, Number.NaN, 2, 2.75]);
});

test('refuses an anchor it does not know', () => {
  // @ts-expect-error: no such anchor
  expect(() => vwap(hours('2024-02-28T00:00Z', 2), { anchor: 'Y' })).toThrow(
    'vwap: anchor must be one of M, H, 4H, 12H, D, W, MN, not Y',
  );
});
