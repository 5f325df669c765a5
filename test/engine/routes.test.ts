import { Strategy, ta } from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../src/model/time.ts';
import { Diary } from './support/diary.ts';
import { BTC, ETH, flat, JESSE, minutesClosingAt, minutesOf, play, type Row, SPOT, START } from './support/stage.ts';

/** Enters long at market on its first bar and leaves at 105. */
class Leader extends Diary {
  override shouldLong() {
    return this.index === 0;
  }
  override goLong() {
    this.buy = [1, this.price];
  }
  override onOpenPosition() {
    this.note('onOpenPosition');
    this.takeProfit = [1, 105];
  }
}

class Follower extends Diary {}

const AT_100 = minutesClosingAt([...flat(3), 106, 106]);

describe('several routes', () => {
  it('tell one another of their positions, before their own hook', () => {
    const shared: string[] = [];
    class Lead extends Leader {
      override note(text: string) {
        if (/^on/.test(text)) shared.push(`${this.symbol} ${text}`);
      }
    }
    class Follow extends Follower {
      override note(text: string) {
        if (/^on/.test(text)) shared.push(`${this.symbol} ${text}`);
      }
    }
    play({
      candles: { [BTC]: AT_100, [ETH]: minutesClosingAt(flat(5)) },
      routes: [
        { symbol: BTC, timeframe: '1m', strategy: Lead },
        { symbol: ETH, timeframe: '1m', strategy: Follow },
      ],
    });
    expect(shared).toEqual([
      `${ETH} onRouteOpenPosition ${BTC}`,
      `${BTC} onOpenPosition`,
      `${ETH} onRouteClosePosition ${BTC}`,
      `${BTC} onClosePosition`,
    ]);
  });

  it.each([{}, JESSE])('end one after another: what one still has is closed before the next is asked, %o', (job) => {
    const ends: string[] = [];
    class Ends extends Follower {
      override beforeTerminate() {
        ends.push(`${this.symbol} at ${this.balance}`);
      }
    }
    class Holds extends Ends {
      override shouldLong() {
        return this.index === 0;
      }
      override goLong() {
        this.buy = [1, this.price];
      }
    }
    play({
      candles: { [BTC]: minutesClosingAt([100, 100, 107]), [ETH]: minutesClosingAt(flat(3)) },
      routes: [
        { symbol: BTC, timeframe: '1m', strategy: Holds },
        { symbol: ETH, timeframe: '1m', strategy: Ends },
      ],
      job,
    });
    expect(ends).toEqual([`${BTC} at 10000`, `${ETH} at 10007`]);
  });

  it('work in the order in which they are declared (F01)', () => {
    for (const symbols of [
      [BTC, ETH],
      [ETH, BTC],
    ]) {
      const order: string[] = [];
      class Noting extends Follower {
        override before() {
          order.push(this.symbol);
        }
      }
      play({
        candles: { [BTC]: minutesClosingAt(flat(2)), [ETH]: minutesClosingAt(flat(2)) },
        routes: symbols.map((symbol) => ({ symbol, timeframe: '1m', strategy: Noting })),
      });
      expect(order).toEqual([...symbols, ...symbols]);
    }
  });

  it('are joined by timestamp, wherever their candles begin and end (F02)', () => {
    const seen: unknown[] = [];
    class Comparing extends Follower {
      override before() {
        const other = this.getCandles(ETH, '1m').last;
        seen.push([other.timestamp - this.currentCandle.timestamp, other.close]);
      }
    }
    const long = minutesClosingAt(
      Array.from({ length: 20 }, (_, i) => i + 1),
      START - 10 * MINUTE,
    );
    play({
      candles: { [BTC]: minutesClosingAt(flat(3)), [ETH]: long },
      routes: [{ symbol: BTC, timeframe: '1m', strategy: Comparing }],
      dataRoutes: [{ symbol: ETH, timeframe: '1m' }],
    });
    expect(seen).toEqual([
      [0, 11],
      [0, 12],
      [0, 13],
    ]);
  });

  it('need candles of the whole range for every symbol', () => {
    const short = minutesClosingAt(flat(2));
    expect(() =>
      play({
        candles: { [BTC]: minutesClosingAt(flat(3)), [ETH]: short },
        routes: [{ symbol: BTC, timeframe: '1m', strategy: Follower }],
        dataRoutes: [{ symbol: ETH, timeframe: '1m' }],
      }),
    ).toThrow(expect.objectContaining({ code: 'CandlesNotFound', message: expect.stringContaining(ETH) }));
  });

  it('that read a timeframe without a route are told which data route is missing', () => {
    class Reading extends Follower {
      override before() {
        this.getCandles(ETH, '15m');
      }
    }
    expect(() =>
      play({
        candles: { [BTC]: AT_100 },
        routes: [{ symbol: BTC, timeframe: '1m', strategy: Reading }],
      }),
    ).toThrow(`add the data route { symbol: ${ETH}, timeframe: 15m }`);
  });

  it('of different timeframes act each at the end of its bars', () => {
    const routes = [
      { symbol: BTC, timeframe: '3m', strategy: Follower },
      { symbol: ETH, timeframe: '5m', strategy: Follower },
    ] as const;
    const { strategies } = play({
      candles: { [BTC]: minutesClosingAt(flat(16)), [ETH]: minutesClosingAt(flat(16)) },
      routes,
    });
    const bars = strategies.map((strategy) =>
      (strategy as Diary).diary.filter((line) => line.endsWith('before')).map((line) => Number(line.split(' ')[0])),
    );
    expect(bars).toEqual([
      [3, 6, 9, 12, 15],
      [5, 10, 15],
    ]);
  });

  it('share variables for the session', () => {
    class Sharing extends Follower {
      override before() {
        this.sharedVars[this.symbol] = this.index;
      }
    }
    const { store } = play({
      candles: { [BTC]: AT_100, [ETH]: AT_100 },
      routes: [BTC, ETH].map((symbol) => ({ symbol, timeframe: '1m', strategy: Sharing })),
    });
    expect(store.sharedVars).toEqual({ [BTC]: 4, [ETH]: 4 });
  });

  it('have each their own trades, and the metrics of the whole session (F16)', () => {
    const { strategies, trades } = play({
      candles: { [BTC]: AT_100, [ETH]: AT_100 },
      routes: [BTC, ETH].map((symbol) => ({ symbol, timeframe: '1m', strategy: Leader })),
    });
    expect(trades.map(({ symbol }) => symbol)).toEqual([BTC, ETH]);
    for (const strategy of strategies) {
      expect(strategy.trades.map(({ symbol }) => symbol)).toEqual([strategy.symbol]);
      expect(strategy.metrics.total).toBe(2);
    }
  });

  it('see every position, their own place and the routes of the backtest', () => {
    class Looking extends Leader {
      seen: unknown;
      override terminate() {
        const positions = Object.values(this.allPositions).map(({ symbol, qty }) => [symbol, qty]);
        this.seen = [positions, this.currentRouteIndex, this.routes.length, this.dataRoutes.length];
      }
      override onOpenPosition() {}
    }
    const { strategies } = play({
      candles: { [BTC]: minutesClosingAt(flat(3)), [ETH]: minutesClosingAt(flat(3)) },
      routes: [BTC, ETH].map((symbol) => ({ symbol, timeframe: '1m', strategy: Looking })),
    });
    expect((strategies[1] as Looking).seen).toEqual([
      [
        [BTC, 0],
        [ETH, 0],
      ],
      1,
      2,
      0,
    ]);
  });

  it('see one another in a fill as of the minute before, however long nothing happened (F06)', () => {
    const seen: unknown[] = [];
    class Entering extends Strategy {
      override shouldLong() {
        return this.index === 0;
      }
      override shouldCancelEntry() {
        return false;
      }
      override goLong() {
        this.buy = [1, 105];
      }
      override onOpenPosition() {
        const { timestamp, close } = this.getCandles(ETH, '1m').last;
        const { close: forming } = this.getCandles(ETH, '5m').last;
        seen.push([(this.time - timestamp) / MINUTE, close, forming]);
      }
    }
    const quiet = flat(7);
    play({
      candles: {
        [BTC]: minutesClosingAt([...quiet, 106, 106, 106]),
        [ETH]: minutesClosingAt(Array.from({ length: 10 }, (_, i) => i + 1)),
      },
      routes: [{ symbol: BTC, timeframe: '5m', strategy: Entering }],
      dataRoutes: [{ symbol: ETH, timeframe: '5m' }],
    });
    expect(seen).toEqual([[2, 7, 7]]);
  });

  it('on spot all count in the equity, with the money their entries wait with (F12)', () => {
    class Waiting extends Follower {
      override shouldLong() {
        return this.index === 0;
      }
      override shouldCancelEntry() {
        return false;
      }
      override goLong() {
        this.buy = [10, 90];
      }
      values: readonly number[] = [];
      override terminate() {
        this.values = this.dailyBalances;
      }
    }
    const { equity } = play({
      candles: { [BTC]: minutesClosingAt(flat(3000)), [ETH]: minutesClosingAt(flat(3000)) },
      routes: [BTC, ETH].map((symbol) => ({ symbol, timeframe: '1m', strategy: Waiting })),
      exchange: SPOT,
    });
    expect(equity).toEqual([10_000, 10_000, 10_000, 10_000]);
  });
});

describe('a route whose bars do not fit the range', () => {
  const rows = (count: number): readonly Row[] => Array.from({ length: count }, (): Row => [100, 100]);

  it.each([
    [2, 14, [5, 10, 15]],
    [0, 14, [5, 10]],
  ])('acts on whole bars only: from minute %d, %d minutes (F51)', (offset, count, ends) => {
    const { strategies } = play({
      candles: { [BTC]: minutesOf(rows(count), START + offset * MINUTE) },
      routes: [{ symbol: BTC, timeframe: '5m', strategy: Follower }],
    });
    const bars = (strategies[0] as Diary).diary.filter((line) => line.endsWith('before'));
    expect(bars.map((line) => Number(line.split(' ')[0]))).toEqual(offset === 0 ? ends : ends.slice(1));
  });

  it('acts on a bar that its warm-up completes', () => {
    const { strategies } = play({
      candles: { [BTC]: minutesOf(rows(12)) },
      routes: [{ symbol: BTC, timeframe: '5m', strategy: Follower }],
      job: { warmupMinutes: 2 },
    });
    const bars = (strategies[0] as Diary).diary.filter((line) => line.endsWith('before'));
    expect(bars).toEqual(['5 before', '10 before']);
  });
});

describe('bars of a month', () => {
  const days = 100;
  const start = Date.UTC(2024, 0, 20);
  const minutes = minutesClosingAt(
    Array.from({ length: days * 1440 }, (_, minute) => 100 + Math.floor(minute / 1440)),
    start,
  );
  const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 16);

  it.each([
    [null, ['2024-03-01T00:00', '2024-04-01T00:00'], ['2024-02-01T00:00', '2024-03-01T00:00']],
    ['jesse', ['2024-03-18T00:00', '2024-04-17T00:00'], ['2024-02-17T00:00', '2024-03-18T00:00']],
  ] as const)('are evaluated as each ends, by the calendar unless Jesse counts: compat %s', (compat, ends, opens) => {
    const evaluated: string[] = [];
    const opened: string[] = [];
    class Monthly extends Strategy {
      override shouldLong() {
        evaluated.push(dateOf(this.time));
        opened.push(dateOf(this.currentCandle.timestamp));
        return false;
      }
    }
    play({
      candles: { [BTC]: minutes },
      routes: [{ symbol: BTC, timeframe: '1M', strategy: Monthly }],
      job: { compat },
    });
    expect([evaluated, opened]).toEqual([ends, opens]);
  });

  it('form in a data route, and an indicator over them is that of the months so far', () => {
    const seen: unknown[] = [];
    class Reading extends Strategy {
      average = this.indicator(ta.sma, { period: 2 }, { timeframe: '1M' });
      override shouldLong() {
        const months = this.getCandles(BTC, '1M');
        if (this.time === Date.UTC(2024, 3, 11)) {
          seen.push(
            months.length,
            dateOf(months.last.timestamp),
            months.last.open,
            months.close.at(-2),
            this.average.now,
          );
        }
        return false;
      }
    }
    play({
      candles: { [BTC]: minutes },
      routes: [{ symbol: BTC, timeframe: '1D', strategy: Reading }],
      dataRoutes: [{ symbol: BTC, timeframe: '1M' }],
    });
    const [march, now] = [100 + 12 + 29 + 31 - 1, 100 + 12 + 29 + 31 + 9];
    expect(seen).toEqual([3, '2024-04-01T00:00', march, march, (march + now) / 2]);
  });
});
