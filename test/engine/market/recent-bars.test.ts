import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BarSeries } from '../../../src/engine/market/bar-series.ts';
import { aggregate } from '../../../src/engine/market/bars.ts';
import { MarketCandles } from '../../../src/engine/market/market-candles.ts';
import { RecentBars } from '../../../src/engine/market/recent-bars.ts';
import { type CandleColumns, COLUMN_NAMES, openTime } from '../../../src/model/candle.ts';
import { minutesClosingAt } from '../support/stage.ts';

const MINUTES = 400;
const minutes = minutesClosingAt(Array.from({ length: MINUTES }, (_, i) => 100 + 10 * Math.sin(i / 7)));
const timeframes = fc.constantFrom('1m', '3m', '15m');

/** Moves of the present: minutes forward, a step back into the newest one or not, and the bars to read. */
const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.boolean(), fc.integer({ min: 1, max: 60 })), {
  minLength: 1,
  maxLength: 40,
});

function seriesOf(candles: CandleColumns, timeframe: '1m' | '3m' | '5m' | '15m'): BarSeries {
  return new BarSeries(new MarketCandles('BTC-USDT', candles, 0), timeframe, aggregate(candles, timeframe, 'calendar'));
}

/** Half of a minute is over: it closes between its open and its close. */
function enterHalf({ market }: BarSeries, minute: number): void {
  const open = minutes.open[minute];
  const close = (open + minutes.close[minute]) / 2;
  market.shown.set(open, close, Math.max(open, close), Math.min(open, close));
  market.enter(minute);
}

/** The newest bars, each of them read off the series. */
function barByBar(series: BarSeries, count: number): readonly (readonly number[])[] {
  const { completed, forms, length, whole } = series;
  const from = Math.max(0, length - count);
  return COLUMN_NAMES.map((name) => [
    ...whole[name].slice(Math.min(from, completed), completed),
    ...(forms ? series.forming()[name] : []),
  ]);
}

const listed = (bars: CandleColumns): readonly (readonly number[])[] => COLUMN_NAMES.map((name) => [...bars[name]]);

/** Calls `look` at every present of a walk through the minutes. */
function walk(
  series: BarSeries,
  moves: readonly (readonly [number, boolean, number])[],
  look: (count: number) => void,
) {
  let minute = -1;
  for (const [by, isEntered, count] of moves) {
    minute = Math.min(minute + by, MINUTES - 1);
    series.market.advance(minute);
    look(count);
    if (!isEntered) continue;
    enterHalf(series, minute);
    look(count);
  }
}

test('the newest bars are those of the series, wherever the present goes', () => {
  fc.assert(
    fc.property(timeframes, steps, (timeframe, moves) => {
      const series = seriesOf(minutes, timeframe);
      const recent = new RecentBars(series);
      walk(series, moves, (count) => {
        const bars = recent.newest(count);
        const from = series.length - bars.length;
        expect(listed(bars)).toEqual(barByBar(series, count));
        expect(bars).toMatchObject({ length: bars.close.length, start: openTime(series.whole, from) });
      });
    }),
  );
});

test('the forming bar comes last, and writing into copies leaves the series as it is', () => {
  const series = seriesOf(minutesClosingAt(Array.from({ length: 13 }, (_, i) => i + 1)), '5m');
  const recent = new RecentBars(series);
  series.market.advance(12);
  expect([...recent.newest(2).close]).toEqual([10, 13]);
  expect([...recent.newest(99).close]).toEqual([5, 10, 13]);
  recent.newest(3).close.fill(0);
  expect(series.whole.close[0]).toBe(5);
});

test('behind the present their memory is empty', () => {
  fc.assert(
    fc.property(timeframes, steps, (timeframe, moves) => {
      const series = seriesOf(minutes, timeframe);
      const recent = new RecentBars(series);
      walk(series, moves, () => {
        const { close, length } = recent.newest(series.length);
        const behind = new Float64Array(close.buffer).subarray(length);
        expect(behind.every((price) => price === 0)).toBe(true);
      });
    }),
  );
});

test('a bar that is over is copied into the same memory once, and seldom into other memory', () => {
  const series = seriesOf(minutes, '1m');
  const recent = new RecentBars(series);
  const memories = new Set<ArrayBufferLike>();
  for (let minute = 0; minute < MINUTES; minute++) {
    series.market.advance(minute);
    const { close } = recent.newest(series.length);
    const isNew = !memories.has(close.buffer);
    memories.add(close.buffer);
    expect([...close.subarray(0, -1)]).toEqual(isNew ? [...minutes.close.subarray(0, minute)] : Array(minute).fill(-1));
    close.fill(-1);
  }
  expect(memories.size).toBeLessThanOrEqual(1 + Math.ceil(Math.log2(MINUTES)));
});
