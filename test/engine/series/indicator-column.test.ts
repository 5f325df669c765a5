import fc from 'fast-check';
import { type IndicatorColumn, indicator, Strategy, ta } from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import { SeriesCache } from '../../../src/engine/series/series-cache.ts';
import type { CandleColumns } from '../../../src/model/candle.ts';
import { BTC, ETH, minutesClosingAt, play, playOne } from '../support/stage.ts';

/** Looks at itself on every bar. */
abstract class Watcher extends Strategy {
  override shouldLong() {
    return false;
  }
}

function wave(count: number): CandleColumns {
  return minutesClosingAt(Array.from({ length: count }, (_, i) => 100 + 10 * Math.sin(i / 5)));
}

describe('an indicator of a strategy', () => {
  it('has at each bar the value of the series that ends there, and values ago', () => {
    const seen: number[][] = [];
    class Averages extends Watcher {
      average = this.indicator(ta.ema, { period: 5 });
      override after() {
        seen.push([this.average.now, this.average.ago(0), this.average.ago(3), this.average.length]);
      }
    }
    playOne(Averages, wave(50));
    const whole = ta.ema(wave(50).close, { period: 5 });
    seen.forEach(([now, atZero, ago, length], i) => {
      expect([now, atZero, ago, length]).toEqual([whole[i], whole[i], whole[i - 3] ?? Number.NaN, i + 1]);
    });
  });

  it('is NaN before the first candle', () => {
    class Reaching extends Watcher {
      average = this.indicator(ta.sma, { period: 2 });
      seen: readonly number[] = [];
      override terminate() {
        this.seen = [this.average.ago(10), this.average.ago(9)];
      }
    }
    const { strategies } = playOne(Reaching, wave(10));
    expect((strategies[0] as Reaching).seen).toEqual([Number.NaN, Number.NaN]);
  });

  it.each([
    ['ago(-1)', (column: IndicatorColumn) => column.ago(-1)],
    ['ago(0.5)', (column: IndicatorColumn) => column.ago(0.5)],
    ['ago(NaN)', (column: IndicatorColumn) => column.ago(Number.NaN)],
    ['newest(-1)', (column: IndicatorColumn) => column.newest(-1)],
    ['newest(1.5)', (column: IndicatorColumn) => column.newest(1.5)],
  ])('has no bars to come nor parts of bars: %s ends the backtest with one line', (call, read) => {
    class Peeking extends Watcher {
      average = this.indicator(ta.sma, { period: 2 });
      override after() {
        read(this.average);
      }
    }
    expect(() => playOne(Peeking, wave(10))).toThrow(
      expect.objectContaining({
        code: 'InvalidStrategy',
        message: `${call} of an indicator: it takes a whole number of bars, 0 or more; values to come cannot be read`,
      }),
    );
  });

  it('has in a forming bar the value of the series that ends with it', () => {
    fc.assert(
      fc.property(fc.constantFrom('3m', '15m', '1h'), fc.constantFrom('ema', 'rsi', 'atr'), (timeframe, name) => {
        const wrong: number[] = [];
        class Forming extends Watcher {
          column = this.indicator(ta[name], { period: 3 }, { timeframe });
          override after() {
            const candles = this.getCandles(BTC, timeframe);
            const whole = ta[name](candles, { period: 3 });
            if (!same(this.column.now, whole.at(-1)) || !same(this.column.ago(1), whole.at(-2))) wrong.push(this.index);
          }
        }
        playOne(Forming, wave(200), { dataRoutes: [{ symbol: BTC, timeframe }] });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 9 },
    );
  });

  it('sees in a fill the price of that fill, not the close to come', () => {
    class Filled extends Strategy {
      average = this.indicator(ta.sma, { period: 1 });
      seen: readonly number[] = [];
      override shouldLong() {
        return this.index === 0;
      }
      override goLong() {
        this.buy = [1, 105];
      }
      override onOpenPosition() {
        this.seen = [this.average.now, this.average.ago(1), this.price];
      }
    }
    const { strategies } = playOne(Filled, minutesClosingAt([100, 110, 120]));
    expect((strategies[0] as Filled).seen).toEqual([105, 100, 105]);
  });

  it.each([
    ['crossedAbove', [1, 1, 2, 3, 1, 3], [false, false, true, false, false, true]],
    ['crossedBelow', [3, 3, 2, 1, 3, 1], [false, false, false, true, false, true]],
  ] as const)('%s a level when it was not beyond it a bar ago', (method, closes, expected) => {
    const seen: boolean[] = [];
    class Crossing extends Watcher {
      column = this.indicator(ta.sma, { period: 1 });
      override after() {
        seen.push(this.column[method](1.5));
      }
    }
    playOne(Crossing, minutesClosingAt(closes));
    expect(seen).toEqual(expected);
  });

  it('crosses another column, also from equality', () => {
    const seen: boolean[] = [];
    class Crossing extends Watcher {
      fast = this.indicator(ta.sma, { period: 1 });
      slow = this.indicator(ta.sma, { period: 2 });
      override after() {
        seen.push(this.fast.crossedAbove(this.slow), this.fast.crossedBelow(this.slow));
      }
    }
    playOne(Crossing, minutesClosingAt([5, 5, 7, 9, 3]));
    expect(seen).toEqual([false, false, false, false, true, false, false, false, false, true]);
  });

  it('can be taken of another indicator, another symbol and another timeframe', () => {
    class Taken extends Watcher {
      smooth = this.indicator(ta.sma, { period: 2 }, { of: this.indicator(ta.sma, { period: 2 }) });
      other = this.indicator(ta.sma, { period: 1 }, { symbol: ETH, timeframe: '3m' });
      bands = this.indicator(ta.bollingerBands, { period: 2 });
      seen: readonly number[] = [];
      override terminate() {
        this.seen = [this.smooth.now, this.other.now, this.other.length, this.bands.middleband.now];
      }
    }
    const { strategies } = play({
      candles: { [BTC]: minutesClosingAt([1, 2, 4, 8]), [ETH]: minutesClosingAt([10, 20, 30, 40]) },
      routes: [{ symbol: BTC, timeframe: '1m', strategy: Taken }],
      dataRoutes: [{ symbol: ETH, timeframe: '3m' }],
    });
    expect((strategies[0] as Taken).seen).toEqual([(3 + 6) / 2, 40, 2, 6]);
  });

  it('is computed once for all sessions that share a cache and its candles', () => {
    let computed = 0;
    const counted = indicator({
      name: 'counted',
      parameters: { period: 2 },
      outputs: ['value'],
      formula: 'close',
      source: 'here',
      warmup: () => 0,
      compute: ({ close }) => {
        // Beginnings of the series are computed again, to see that it reads no later candles.
        if (close.length === 30) computed++;
        return { value: close.slice() };
      },
    });
    class Counting extends Watcher {
      column = this.indicator(counted);
    }
    const series = new SeriesCache();
    const candles = wave(30);
    playOne(Counting, candles, { series });
    playOne(Counting, candles, { series });
    expect(computed).toBe(1);
    playOne(Counting, wave(30), { series });
    expect(computed).toBe(2);
  });
});

function same(a: number, b: number | undefined): boolean {
  return Object.is(a, b ?? Number.NaN) || Math.abs(a - (b ?? Number.NaN)) < 1e-9;
}
