import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BarSeries } from '../../src/engine/bar-series.ts';
import { aggregate } from '../../src/engine/bars.ts';
import { MarketCandles } from '../../src/engine/market-candles.ts';
import { RecentBars } from '../../src/engine/recent-bars.ts';
import { minutesClosingAt } from './stage.ts';

const MINUTES = 400;
const minutes = minutesClosingAt(Array.from({ length: MINUTES }, (_, i) => 100 + 10 * Math.sin(i / 7)));

/** By how many minutes the present moves, whether it then goes back into the newest one, and how many bars are asked for. */
const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.boolean(), fc.integer({ min: 1, max: 60 })), {
  minLength: 1,
  maxLength: 40,
});

test('the newest bars are those of the series, wherever the present goes', () => {
  fc.assert(
    fc.property(fc.constantFrom('1m', '3m', '15m'), steps, (timeframe, moves) => {
      const market = new MarketCandles('BTC-USDT', minutes, 0);
      const series = new BarSeries(market, timeframe, aggregate(minutes, timeframe));
      const recent = new RecentBars(series);
      let minute = -1;
      for (const [by, isEntered, count] of moves) {
        minute = Math.min(minute + by, MINUTES - 1);
        market.advance(minute);
        expect(recent.newest(count)).toEqual(series.newest(count));
        if (!isEntered) continue;
        market.shown.load(minutes, minute);
        market.enter(minute);
        expect(recent.newest(count)).toEqual(series.newest(count));
      }
    }),
  );
});
