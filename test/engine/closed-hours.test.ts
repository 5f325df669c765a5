import fc from 'fast-check';
import { type IndicatorColumn, Strategy, type StrategyClass, ta } from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import type { CandleColumns, StoredCandles } from '../../src/model/candle.ts';
import { MINUTE } from '../../src/model/time.ts';
import type { Timeframe } from '../../src/model/timeframe.ts';
import { Diary } from './support/diary.ts';
import { markets } from './support/random-market.ts';
import { randomStrategy } from './support/random-strategy.ts';
import { BTC, ETH, minutesOf, type Play, type Played, play, type Row, START } from './support/stage.ts';

/** A minute that no source had: it repeats the close before it. */
const CLOSED = 'closed';

/** Minutes of which some are filled. */
function hoursOf(rows: readonly (Row | typeof CLOSED)[]): StoredCandles {
  let last = 100;
  const open = rows.map((row): Row => {
    if (row === CLOSED) return [last, last];
    last = row[1];
    return row;
  });
  return { ...minutesOf(open), filled: Uint8Array.from(rows, (row) => (row === CLOSED ? 1 : 0)) };
}

/** The candles with the minutes that `isClosed` filled. */
function closing(columns: CandleColumns, isClosed: (minute: number) => boolean): StoredCandles {
  const rows = Array.from({ length: columns.length }, (_, i): Row | typeof CLOSED =>
    isClosed(i) ? CLOSED : [columns.open[i], columns.close[i], columns.high[i], columns.low[i]],
  );
  return hoursOf(rows);
}

function closedMinutes(count: number): readonly (typeof CLOSED)[] {
  return Array(count).fill(CLOSED);
}

function playOn(
  candles: StoredCandles,
  timeframe: Timeframe,
  strategy: StrategyClass,
  rest: Partial<Play> = {},
): Played {
  return play({ candles: { [BTC]: candles }, routes: [{ symbol: BTC, timeframe, strategy }], ...rest });
}

function fillsOf({ orders }: Played): readonly (readonly [minute: number, price: number | null])[] {
  return orders.flatMap(({ executedAt, fillPrice }) =>
    executedAt === null ? [] : [[(executedAt - START) / MINUTE, fillPrice] as const],
  );
}

/** Tells what it sees at each bar: time, candle and how many bars there are. */
class Watcher extends Diary {
  override before() {
    const { timestamp, open, high, low, close } = this.currentCandle;
    this.publish('bar', [(timestamp - START) / MINUTE, open, high, low, close, this.candles.length]);
  }
}

describe('a bar wholly of filled candles', () => {
  it('does not exist: no hook is called at it, and no view counts it', () => {
    const candles = hoursOf([[100, 101], [101, 102], [102, 103], ...closedMinutes(7), [110, 111], [111, 112]]);
    const { published, strategies } = playOn(candles, '3m', Watcher);
    expect(published.map(({ time, value }) => [(time - START) / MINUTE, value])).toEqual([
      [3, [0, 100, 103, 100, 103, 1]],
      [12, [9, 110, 112, 110, 112, 2]],
    ]);
    expect(strategies[0].index).toBe(2);
  });

  it('does not exist in the base timeframe either', () => {
    const candles = hoursOf([[100, 101], CLOSED, CLOSED, [105, 104]]);
    expect(playOn(candles, '1m', Watcher).published.map(({ value }) => value)).toEqual([
      [0, 100, 101, 100, 101, 1],
      [3, 105, 105, 104, 104, 2],
    ]);
  });

  it('is skipped by indicators, which see the bars that exist as if they touched', () => {
    const isClosed = (minute: number): boolean => minute % 40 >= 20;
    class Averages extends Strategy {
      readonly ema = this.indicator(ta.ema, { period: 3 });
      readonly far: IndicatorColumn = this.indicator(ta.sma, { period: 2 }, { timeframe: '15m' });
      override shouldLong() {
        return false;
      }
      override before() {
        const { candles } = this;
        const times = Array.from(candles.close, (_, i) => candles.at(i).timestamp);
        const direct = ta.ema(candles, { period: 3 });
        this.publish('seen', { now: this.ema.now, direct: direct.at(-1), times, copies: [...(candles.times ?? [])] });
      }
    }
    fc.assert(
      fc.property(markets(400), (columns) => {
        for (const { value, time } of playOn(closing(columns, isClosed), '5m', Averages).published) {
          const { now, direct, times, copies } = value as Record<string, number> & Record<string, number[]>;
          expect(now).toBe(direct);
          expect(times).toEqual(copies);
          expect(times.every((start) => !isClosed((start - START) / MINUTE) && start < time)).toBe(true);
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('a bar with some filled candles', () => {
  it('begins with its first trade and closes on time', () => {
    const rows: (Row | typeof CLOSED)[] = [[100, 90], ...closedMinutes(6), [110, 112], [112, 111], ...closedMinutes(2)];
    expect(playOn(hoursOf(rows), '5m', Watcher).published.map(({ time, value }) => [time - START, value])).toEqual([
      [5 * MINUTE, [0, 100, 100, 90, 90, 1]],
      [10 * MINUTE, [5, 110, 112, 110, 111, 2]],
    ]);
  });

  it('forms from its first trade on, and not before', () => {
    class Forming extends Watcher {
      override before() {
        const candles = this.getCandles(BTC, '5m');
        const { timestamp, open, close } = candles.last;
        this.publish('forming', [(timestamp - START) / MINUTE, open, close, candles.length]);
      }
    }
    const btc = hoursOf([...Array<Row>(5).fill([100, 100]), CLOSED, CLOSED, [110, 111], [111, 112], [112, 113]]);
    const eth = minutesOf(Array<Row>(10).fill([7, 7]));
    const seen = play({
      candles: { [BTC]: btc, [ETH]: eth },
      routes: [{ symbol: ETH, timeframe: '1m', strategy: Forming }],
      dataRoutes: [{ symbol: BTC, timeframe: '5m' }],
    }).published.map(({ value }) => value);
    expect(seen.slice(4)).toEqual([
      [0, 100, 100, 1],
      [0, 100, 100, 1],
      [0, 100, 100, 1],
      [5, 110, 111, 2],
      [5, 110, 112, 2],
      [5, 110, 113, 2],
    ]);
  });
});

/** Buys one at its first bar, at the market or at a price. */
class Buyer extends Strategy {
  override shouldLong() {
    return this.index === 0;
  }
  override goLong() {
    this.buy = [1, this.price];
  }
}

describe('while a market is closed', () => {
  it('a market order waits for the open of the next candle', () => {
    const candles = hoursOf([[100, 101], ...closedMinutes(9), [120, 125], [125, 126]]);
    const played = playOn(candles, '5m', Buyer);
    expect(fillsOf(played)).toEqual([
      [11, 120],
      [12, 126],
    ]);
    expect(played.trades[0].entryPrice).toBe(120);
  });

  it('a market order fills at the last close, as Jesse closes gaps, under its rule for gaps', () => {
    const candles = hoursOf([[100, 101], ...closedMinutes(9), [120, 125], [125, 126]]);
    const job = { fills: { gap: 'order-price', slippage: 0 } } as const;
    expect(fillsOf(playOn(candles, '5m', Buyer, { job }))[0]).toEqual([11, 101]);
  });

  it('a position is not liquidated, though another market uses up its cover', () => {
    const btc = hoursOf([[100, 100], [100, 100], ...closedMinutes(8), [99, 98], [98, 97]]);
    const eth = minutesOf(Array.from({ length: 12 }, (_, i): Row => (i < 5 ? [100, 100] : [100 - 9 * i, 91 - 9 * i])));
    const { orders } = play({
      candles: { [BTC]: btc, [ETH]: { ...eth, close: eth.close.map((price) => Math.max(price, 1)) } },
      routes: [BTC, ETH].map((symbol) => ({ symbol, timeframe: '1m', strategy: Buyer }) as const),
      exchange: { leverage: 10, balance: 60 },
    });
    const exits = orders.filter(({ side }) => side === 'sell');
    expect(exits.map(({ symbol, executedAt }) => [symbol, ((executedAt ?? 0) - START) / MINUTE])).toEqual([
      [ETH, 7],
      [BTC, 11],
    ]);
  });

  it('a stop that the next open jumps over fills there', () => {
    class Stopped extends Buyer {
      override onOpenPosition() {
        this.stopLoss = [1, 95];
      }
    }
    const candles = hoursOf([[100, 100], [100, 100], ...closedMinutes(9), [80, 85]]);
    expect(fillsOf(playOn(candles, '1m', Stopped))).toEqual([
      [1, 100],
      [12, 80],
    ]);
  });

  it('a position is closed at the last price where the session ends, and an entry that waits is cancelled', () => {
    const held = playOn(hoursOf([[100, 101], [101, 102], ...closedMinutes(8)]), '1m', Buyer);
    expect(fillsOf(held)).toEqual([
      [1, 101],
      [10, 102],
    ]);
    const waiting = playOn(hoursOf([[100, 101], ...closedMinutes(9)]), '5m', Buyer);
    expect(waiting.orders.map(({ status }) => status)).toEqual(['CANCELED']);
  });

  it('equity is sampled every day all the same', () => {
    const rows = Array.from({ length: 3 * 1440 }, (_, i): Row | typeof CLOSED => (i < 5 ? [100, 100 + i] : CLOSED));
    expect(playOn(hoursOf(rows), '1m', Buyer).equity).toEqual([10_000, 10_004, 10_004, 10_004]);
  });
});

describe('markets with different hours in one session', () => {
  /** BTC trades in the first half of each 20 minutes, ETH in the last three quarters. */
  const btcClosed = (minute: number): boolean => minute % 20 >= 10;
  const ethClosed = (minute: number): boolean => minute % 20 < 5;

  it('act at their own bars only, and fill in their own minutes only', () => {
    fc.assert(
      fc.property(markets(300), markets(300), fc.nat(1e6), (first, second, seed) => {
        const strategy = randomStrategy(1);
        const { orders, strategies } = play({
          candles: { [BTC]: closing(first, btcClosed), [ETH]: closing(second, ethClosed) },
          routes: [BTC, ETH].map((symbol) => ({ symbol, timeframe: '5m', strategy }) as const),
          exchange: { balance: 10_000_000 },
          job: { seed },
        });
        expect(strategies.map(({ index }) => index)).toEqual([30, 45]);
        const end = START + 300 * MINUTE;
        for (const { symbol, executedAt } of orders) {
          if (executedAt === null || executedAt === end) continue;
          const minute = (executedAt - START) / MINUTE - 1;
          expect((symbol === BTC ? btcClosed : ethClosed)(minute)).toBe(false);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('are compared bar by bar: a market that is closed stands still', () => {
    const parameters = { lookback: 3, period: 2, signalPeriod: 2 };
    class Compared extends Strategy {
      readonly rsmk = this.indicator(ta.rsmk, parameters, { second: ETH });
      override shouldLong() {
        return false;
      }
      override after() {
        this.publish('bar', this.rsmk.indicator.now);
      }
    }
    const closes = (columns: CandleColumns, isClosed: (minute: number) => boolean) => {
      const bars = Array.from({ length: 60 }, (_, bar) => 5 * bar + 4).filter((end) => !isClosed(end));
      return Float64Array.from(bars, (end) => columns.close[end]);
    };
    fc.assert(
      fc.property(markets(300), markets(300), (first, second) => {
        const [btc, eth] = [closing(first, btcClosed), closing(second, ethClosed)];
        for (const [candles, isClosed] of [
          [btc, btcClosed],
          [first, () => false],
        ] as const) {
          const { published } = play({
            candles: { [BTC]: candles, [ETH]: eth },
            routes: [{ symbol: BTC, timeframe: '5m', strategy: Compared }],
            dataRoutes: [{ symbol: ETH, timeframe: '5m' }],
          });
          const [own, other] = [closes(candles, isClosed), closes(eth, isClosed)];
          const wanted = ta.rsmk({ ...first, close: own, length: own.length }, parameters, {
            ...second,
            close: other,
            length: other.length,
          });
          const seen = published.map(({ value }) => value ?? Number.NaN);
          expect(seen).toEqual([...wanted.indicator]);
        }
      }),
      { numRuns: 5 },
    );
  });
});

describe.each([1, -1] as const)('a market that closes at times, traded at random (%d)', (side) => {
  const strategy = randomStrategy(side);
  const exchange = { balance: 10_000_000, fee: 0.001 };
  const isClosed = (minute: number): boolean => minute % 90 >= 37;

  it('is played as before when it never closes', () => {
    fc.assert(
      fc.property(markets(600), fc.constantFrom<Timeframe>('1m', '5m', '1h'), (columns, timeframe) => {
        const never = { ...columns, filled: new Uint8Array(columns.length) };
        const { trades, orders, equity, metrics } = playOn(never, timeframe, strategy, { exchange });
        expect(playOn(columns, timeframe, strategy, { exchange })).toMatchObject({ trades, orders, equity, metrics });
      }),
      { numRuns: 10 },
    );
  });

  it('shows nothing of its future', () => {
    fc.assert(
      fc.property(markets(600), fc.integer({ min: 100, max: 599 }), (columns, cut) => {
        const job = { to: START + cut * MINUTE };
        const ordersTo = (isOpen: (minute: number) => boolean) =>
          playOn(
            closing(columns, (minute) => !isOpen(minute)),
            '5m',
            strategy,
            { exchange, job: { seed: cut } },
          )
            .orders.filter(({ createdAt }) => createdAt < job.to)
            .map(({ createdAt, type, price, qty }) => [createdAt, type, price, qty]);
        const known = ordersTo((minute) => !isClosed(minute));
        const otherwise = ordersTo((minute) => (minute < cut ? !isClosed(minute) : minute % 7 === 0));
        expect(otherwise).toEqual(known);
      }),
      { numRuns: 10 },
    );
  });

  it('has the same bars where it meets a market of a longer base timeframe', () => {
    fc.assert(
      fc.property(markets(1200), fc.constantFrom<Timeframe>('5m', '15m'), (columns, timeframe) => {
        const minutes = closing(columns, isClosed);
        const meeting = play({
          candles: { [BTC]: minutes, [ETH]: fives() },
          routes: [{ symbol: BTC, timeframe, strategy: Watcher }],
          dataRoutes: [{ symbol: ETH, timeframe: '5m' }],
        });
        const own = playOn(minutes, timeframe, Watcher);
        expect(meeting.published).toEqual(own.published);
      }),
      { numRuns: 10 },
    );
  });
});

/** A second market of 5m candles, which makes the first one meet it there. */
function fives(): CandleColumns {
  return { ...minutesOf(Array<Row>(240).fill([7, 7])), step: 5 * MINUTE };
}
