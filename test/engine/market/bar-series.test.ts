import { expect, test } from 'vitest';
import { BarSeries } from '../../../src/engine/market/bar-series.ts';
import { aggregate } from '../../../src/engine/market/bars.ts';
import { MarketCandles } from '../../../src/engine/market/market-candles.ts';
import { MINUTE } from '../../../src/model/time.ts';
import { BTC, minutesOf, type Row, START } from '../support/stage.ts';

/** Minutes from 00:58 to 02:29 at 100, but for one that reaches 110 and one that falls to 90. */
function hoursFrom58(): BarSeries {
  const rows = Array.from({ length: 92 }, (): Row => [100, 100]);
  rows[10] = [100, 100, 110, 100];
  rows[61] = [100, 100, 100, 90];
  const minutes = minutesOf(rows, START + 58 * MINUTE);
  return new BarSeries(new MarketCandles(BTC, minutes, 0), '1h', aggregate(minutes, '1h', 'calendar'));
}

test('an hour stays between two prices when none of its minutes reaches either', () => {
  const hours = hoursFrom58();
  expect([2, 10, 61].map((minute) => hours.staysBetween(89.9, 110.1, minute))).toEqual([true, true, true]);
  expect(hours.staysBetween(90, 110.1, 2)).toBe(false);
  expect(hours.staysBetween(89.9, 110, 61)).toBe(false);
});

test('an hour that lacks minutes at either end is not said to stay between any prices', () => {
  const hours = hoursFrom58();
  expect([0, 1, 62, 91].map((minute) => hours.staysBetween(0, 1000, minute))).toEqual([false, false, false, false]);
});
