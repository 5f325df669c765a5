import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BarSeries } from '../../../src/engine/market/bar-series.ts';
import { aggregate as aggregateBy, closeGaps } from '../../../src/engine/market/bars.ts';
import { MarketCandles } from '../../../src/engine/market/market-candles.ts';
import { type CandleColumns, COLUMN_NAMES, candleAt, openTime } from '../../../src/model/candle.ts';
import { DAY, HOUR, MINUTE } from '../../../src/model/time.ts';
import type { Timeframe } from '../../../src/model/timeframe.ts';
import { BTC, minutesOf, type Row, START } from '../support/stage.ts';

const aggregate = (minutes: CandleColumns, timeframe: Timeframe) => aggregateBy(minutes, timeframe, 'calendar');

/** Minute `i` runs from `i` to `i + 1`, a little beyond both ways. */
function counting(count: number, start = START): CandleColumns {
  return minutesOf(
    Array.from({ length: count }, (_, i): Row => [i, i + 1, i + 1.5, i - 0.5]),
    start,
  );
}

function starts(minutes: CandleColumns, timeframe: Timeframe): readonly number[] {
  const { columns } = aggregate(minutes, timeframe);
  return Array.from({ length: columns.length }, (_, i) => (openTime(columns, i) - START) / MINUTE);
}

describe('bars', () => {
  it('open with their first minute, close with their last, span all and sum volume', () => {
    const { columns } = aggregate(counting(10), '5m');
    expect(candleAt(columns, 1)).toEqual({
      timestamp: START + 5 * MINUTE,
      open: 5,
      close: 10,
      high: 10.5,
      low: 4.5,
      volume: 6 + 7 + 8 + 9 + 10,
    });
  });

  it.each([
    [0, '5m', [0, 5]],
    [2, '5m', [5, 10]],
    [59, '1h', [60]],
  ] as const)(
    'are counted by the clock from minute %d on in %s, partial ones left out (F03)',
    (offset, timeframe, bars) => {
      const minutes = counting(timeframe === '1h' ? 120 : 13, START + offset * MINUTE);
      expect(starts(minutes, timeframe)).toEqual(bars);
    },
  );

  it.each([
    ['calendar', ['2024-01-01', '2024-02-01']],
    ['30-days', ['2024-01-18', '2024-02-17']],
  ] as const)('of a month are those of the calendar, or blocks of 30 days: %s', (months, days) => {
    const minutes = counting(100 * 1440, Date.UTC(2023, 11, 20));
    const { columns, clock } = aggregateBy(minutes, '1M', months);
    const opens = Array.from({ length: columns.length }, (_, i) => openTime(columns, i));
    expect(opens.map((time) => new Date(time).toISOString().slice(0, 10))).toEqual(days);
    opens.forEach((time, bar) => {
      const first = (time - minutes.start) / MINUTE;
      expect([clock.firstMinuteOf(bar), columns.open[bar]]).toEqual([first, first]);
      expect(columns.close[bar]).toBe(clock.firstMinuteOf(bar + 1));
    });
  });

  it('of a week open on Monday, of three days where the clock says', () => {
    const weekly = aggregate(counting(16 * 1440, START - 2 * DAY), '1W').columns;
    expect([weekly.start, weekly.length]).toEqual([START, 2]);
    const threeDays = aggregate(counting(9 * 1440), '3D').columns;
    expect(threeDays.start % (3 * DAY)).toBe(0);
  });

  it('are none where not one is complete', () => {
    expect(aggregate(counting(4, START + MINUTE), '1h').columns.length).toBe(0);
    expect(aggregate(counting(59), '1h').columns.length).toBe(0);
  });

  it('of one minute are the minutes themselves, not copies', () => {
    const minutes = counting(3);
    expect(aggregate(minutes, '1m').columns).toBe(minutes);
  });
});

describe('closing gaps', () => {
  it('opens each minute at the close before and widens it to that price, from the second traded one on (F05)', () => {
    const minutes = minutesOf([
      [10, 11],
      [20, 21],
      [15, 16, 17, 14],
      [12, 13],
    ]);
    const closed = closeGaps(minutes, 1);
    expect(COLUMN_NAMES.slice(0, 4).map((name) => [...closed[name]])).toEqual([
      [10, 20, 21, 16],
      [11, 21, 16, 13],
      [11, 21, 21, 16],
      [10, 20, 14, 12],
    ]);
  });
});

describe('a series of bars', () => {
  function seriesOf(minutes: CandleColumns, timeframe: Timeframe, firstTraded = 0): BarSeries {
    return new BarSeries(new MarketCandles(BTC, minutes, firstTraded), timeframe, aggregate(minutes, timeframe));
  }

  it('has complete bars up to the present and then the forming one', () => {
    const series = seriesOf(counting(20), '5m');
    const seen = [0, 3, 4, 5, 9].map((minute) => {
      series.market.advance(minute);
      return [series.completed, series.forms, series.length];
    });
    expect(seen).toEqual([
      [0, true, 1],
      [0, true, 1],
      [1, false, 1],
      [1, true, 2],
      [2, false, 2],
    ]);
  });

  it('forms a bar that equals the aggregate of the minutes so far', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 119 }),
        fc.constantFrom<Timeframe>('3m', '15m', '1h'),
        (minute, timeframe) => {
          const minutes = counting(120);
          const series = seriesOf(minutes, timeframe);
          series.market.advance(minute);
          if (!series.forms) return;
          const from = (series.startOfForming - START) / MINUTE;
          const rows = Array.from({ length: minute - from + 1 }, (_, i) => candleAt(minutes, from + i));
          const forming = candleAt(series.forming(), 0);
          expect(forming.open).toBe(rows[0].open);
          expect(forming.close).toBe(rows.at(-1)?.close);
          expect(forming.high).toBe(Math.max(...rows.map(({ high }) => high)));
          expect(forming.low).toBe(Math.min(...rows.map(({ low }) => low)));
          expect(forming.volume).toBe(rows.reduce((sum, { volume }) => sum + volume, 0));
        },
      ),
    );
  });

  it('adds what is over of a minute whose orders fill', () => {
    const series = seriesOf(counting(20), '5m');
    series.market.advance(6);
    series.market.shown.set(7, 7.2, 7.4, 6.9);
    series.market.enter(7);
    expect(candleAt(series.forming(), 0)).toMatchObject({ open: 5, close: 7.2, high: 7.5, low: 4.5 });
  });

  it('closes at the end of whole bars only, and never at the end of one that was left out', () => {
    const series = seriesOf(counting(20, START + 2 * MINUTE), '5m');
    const closing = Array.from({ length: 20 }, (_, minute) => minute).filter((minute) => series.closesAt(minute));
    expect(closing).toEqual([7, 12, 17]);
    expect([0, 2, 3, 7, 8].map((minute) => series.lastMinuteOfBar(minute))).toEqual([2, 2, 7, 7, 12]);
  });

  it('of months closes with each, and forms the one that is under way', () => {
    const minutes = counting(80 * 1440, Date.UTC(2024, 0, 20));
    const series = seriesOf(minutes, '1M');
    const firsts = [12, 12 + 29, 12 + 29 + 31].map((day) => day * 1440);
    const closing = Array.from({ length: minutes.length }, (_, minute) => minute).filter((minute) =>
      series.closesAt(minute),
    );
    expect(closing).toEqual([firsts[1] - 1, firsts[2] - 1]);
    expect([0, firsts[0] - 1, firsts[0], firsts[2]].map((minute) => series.lastMinuteOfBar(minute))).toEqual([
      firsts[0] - 1,
      firsts[0] - 1,
      firsts[1] - 1,
      firsts[2] + 30 * 1440 - 1,
    ]);
    const seen = [100, firsts[0], firsts[1] - 1, firsts[1], firsts[2] + 5].map((minute) => {
      series.market.advance(minute);
      return [series.completed, series.forms];
    });
    expect(seen).toEqual([
      [0, false],
      [0, true],
      [1, false],
      [1, true],
      [2, true],
    ]);
    expect([series.startOfForming, series.forming().open[0]]).toEqual([Date.UTC(2024, 3, 1), firsts[2]]);
  });

  it('begins with the warm-up', () => {
    const series = seriesOf(counting(20), '5m', 10);
    expect([series.length, series.market.price]).toEqual([2, 10]);
    expect(series.whole.step).toBe(HOUR / 12);
  });
});
