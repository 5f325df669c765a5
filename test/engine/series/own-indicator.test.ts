import { type IndicatorColumn, indicator, Strategy, ta } from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import type { CandleColumns } from '../../../src/model/candle.ts';
import { minutesClosingAt, playOne } from '../support/stage.ts';

abstract class Watcher extends Strategy {
  override shouldLong() {
    return false;
  }
}

function wave(count: number): CandleColumns {
  return minutesClosingAt(Array.from({ length: count }, (_, i) => 100 + 10 * Math.sin(i / 5)));
}

/** Plays a strategy with one own indicator and returns its columns at the end. */
function play(compute: (candles: CandleColumns) => ArrayLike<number>, candles = wave(200)): IndicatorColumn {
  class Own extends Watcher {
    column = this.indicator(compute);
  }
  return (playOne(Own, candles).strategies[0] as Own).column;
}

describe('a plain function as an indicator', () => {
  it('has the values of the function, at minutes and at forming bars of a longer timeframe', () => {
    const seen: number[][] = [];
    class Ranges extends Watcher {
      range = this.indicator(({ high, low }) => high.map((value, i) => value - low[i]));
      longer = this.indicator(({ high, low }) => high.map((value, i) => value - low[i]), { timeframe: '5m' });
      jbts = this.indicator(ta.sma, { period: 1, sourceType: 'high' }, { timeframe: '5m' });
      override after() {
        const [high, low] = [this.getCandles(this.symbol, '5m').last.high, this.getCandles(this.symbol, '5m').last.low];
        seen.push([this.range.now, this.high - this.low, this.longer.now, high - low]);
      }
    }
    playOne(Ranges, wave(60), { dataRoutes: [{ symbol: 'BTC-USDT', timeframe: '5m' }] });
    expect(seen).toHaveLength(60);
    for (const [own, wanted, longer, wantedLonger] of seen) expect([own, longer]).toEqual([wanted, wantedLonger]);
  });

  it('may return several outputs by name, arrays too, and may be the source of another indicator', () => {
    class Bands extends Watcher {
      bands = this.indicator(({ close }) => ({
        upper: [...close].map((value) => value * 1.1),
        lower: close.map((value) => value * 0.9),
      }));
      smooth = this.indicator(ta.sma, { period: 2 }, { of: this.bands.upper });
    }
    const candles = wave(20);
    const { bands, smooth } = playOne(Bands, candles).strategies[0] as Bands;
    expect([bands.upper.now, bands.lower.now]).toEqual([candles.close[19] * 1.1, candles.close[19] * 0.9]);
    expect(smooth.now).toBeCloseTo((candles.close[19] * 1.1 + candles.close[18] * 1.1) / 2, 10);
  });

  it('closes over the parameters of its backtest', () => {
    const candles = wave(30);
    const scaled = (by: number) => play(({ close }) => close.map((value) => value * by), candles).now;
    expect([scaled(2), scaled(3)]).toEqual([candles.close[29] * 2, candles.close[29] * 3]);
  });

  it('never changes the candles of others', () => {
    const candles = wave(30);
    play(({ close }) => close.fill(0), candles);
    expect(candles.close[29]).toBe(wave(30).close[29]);
  });

  it.each<[string, (candles: CandleColumns) => ArrayLike<number>]>([
    ['too few values', () => [1]],
    ['an output that is no array', () => ({ upper: 3 }) as never],
    ['nothing', () => undefined as never],
  ])('with %s is refused in one line', (_what, compute) => {
    expect(() => play(compute)).toThrow(/^an indicator must return an array of \d+ numbers, one for each candle/);
  });

  it.each<[string, (candles: CandleColumns) => ArrayLike<number>]>([
    ['the next close', ({ close }) => close.map((_, i) => close[i + 1] ?? close[i])],
    ['the whole range', ({ close }) => close.map((value) => value / Math.max(...close))],
    ['a centred average', ({ close }) => close.map((_, i) => (close[i - 1] + close[i] + (close[i + 1] ?? 0)) / 3)],
    ['how many candles there are', ({ close }) => close.map(() => close.length)],
  ])('that reads %s is refused, because value i must not depend on later candles', (_what, compute) => {
    expect(() => play(compute)).toThrow(/^an indicator reads later candles: value \d+ is/);
  });
});

describe('an indicator that a strategy describes', () => {
  it('needs neither formula nor source, and is refused as well when it reads ahead', () => {
    const tomorrow = indicator({
      name: 'tomorrow',
      parameters: { bars: 1 },
      outputs: ['value'],
      warmup: () => 0,
      compute: ({ close }, { bars }) => ({ value: close.map((value, i) => close[i + bars] ?? value) }),
    });
    class Seer extends Watcher {
      column = this.indicator(tomorrow);
    }
    expect(() => playOne(Seer, wave(100))).toThrow('tomorrow reads later candles');
  });
});
