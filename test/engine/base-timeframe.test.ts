import fc from 'fast-check';
import { Strategy, ta } from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import { aggregate, closeGaps } from '../../src/engine/market/bars.ts';
import { allocateColumns, type CandleColumns, COLUMN_NAMES } from '../../src/model/candle.ts';
import { DAY, HOUR, MINUTE } from '../../src/model/time.ts';
import { minutesOf as minutesIn, type Timeframe } from '../../src/model/timeframe.ts';
import { markets } from './support/random-market.ts';
import { randomStrategy } from './support/random-strategy.ts';
import { BTC, ETH, JESSE, minutesClosingAt, type Play, type Played, play, START } from './support/stage.ts';

const SETTINGS = [
  { title: 'futures', strategy: randomStrategy(1), exchange: { fee: 0.001, balance: 10_000_000 }, job: {} },
  {
    title: 'isolated futures',
    strategy: randomStrategy(1),
    exchange: { fee: 0.001, balance: 10_000_000, leverage: 30, leverageMode: 'isolated' },
    job: {},
  },
  { title: "futures by Jesse's rules", strategy: randomStrategy(1), exchange: { balance: 10_000_000 }, job: JESSE },
  {
    title: 'spot',
    strategy: randomStrategy(1, true),
    exchange: { type: 'spot', fee: 0.001, balance: 10_000_000 },
    job: {},
  },
] as const;

/** Base timeframes with timeframes that are played on them. */
const BASES: readonly (readonly [base: Timeframe, played: readonly Timeframe[]])[] = [
  ['3m', ['3m', '15m', '1h']],
  ['5m', ['5m', '1h']],
  ['45m', ['45m', '3h', '1D']],
  ['1h', ['1h', '4h', '1D', '1W']],
  ['1D', ['1D', '3D', '1M']],
];

/** Random candles of a timeframe, with gaps between some. */
function gappy(base: Timeframe, count: number): fc.Arbitrary<CandleColumns> {
  return markets(count).map((columns) => ({ ...columns, step: minutesIn(base) * MINUTE }));
}

/** Random candles of a timeframe, each opening at the close before it. */
function candlesOf(base: Timeframe, count: number): fc.Arbitrary<CandleColumns> {
  return gappy(base, count).map((columns) => closeGaps(columns, 0));
}

/** Minutes of which the last of each candle is that candle, after minutes that stand still. */
function asMinutes(candles: CandleColumns): CandleColumns {
  const size = Number(candles.step) / MINUTE;
  const minutes = allocateColumns(candles.start, MINUTE, candles.length * size);
  for (let i = 0; i < candles.length; i++) {
    const before = i === 0 ? candles.open[0] : candles.close[i - 1];
    const [from, last] = [i * size, (i + 1) * size - 1];
    for (const name of COLUMN_NAMES) {
      minutes[name].fill(name === 'volume' ? 0 : before, from, last);
      minutes[name][last] = candles[name][i];
    }
  }
  return minutes;
}

function numbers({ trades, orders, equity, metrics }: Played) {
  return { trades, orders, equity, metrics };
}

describe.each(SETTINGS)('candles of a base timeframe: $title', ({ strategy, exchange, job }) => {
  it.each(BASES)('a session over %s candles is that over minutes that stand still but for the last', (base, played) => {
    fc.assert(
      fc.property(candlesOf(base, 400), fc.constantFrom(...played), fc.nat(1e6), (candles, timeframe, seed) => {
        const given: Omit<Play, 'candles'> = {
          routes: [{ symbol: BTC, timeframe, strategy }],
          exchange,
          job: { ...job, seed },
        };
        const whole = play({ ...given, candles: { [BTC]: candles } });
        expect(whole.orders.length > 0 || whole.strategies[0].index < 100).toBe(true);
        const minutely = play({ ...given, candles: { [BTC]: asMinutes(candles) } });
        expect(whole.trades).toEqual(minutely.trades);
        expect(whole.orders).toEqual(minutely.orders);
        // Jesse samples a minute after midnight: that minute is part of the next candle here.
        if (job !== JESSE) expect(numbers(whole)).toEqual(numbers(minutely));
      }),
      { numRuns: 8 },
    );
  });

  it.each(BASES)(
    'a session over %s candles with gaps is that over minutes that are filled but for the last',
    (base, played) => {
      fc.assert(
        fc.property(gappy(base, 400), fc.constantFrom(...played), fc.nat(1e6), (candles, timeframe, seed) => {
          const given: Omit<Play, 'candles'> = {
            routes: [{ symbol: BTC, timeframe, strategy }],
            exchange,
            job: { ...job, seed },
          };
          const size = minutesIn(base);
          const filled = Uint8Array.from({ length: candles.length * size }, (_, i) => ((i + 1) % size === 0 ? 0 : 1));
          const whole = play({ ...given, candles: { [BTC]: candles } });
          const minutely = play({ ...given, candles: { [BTC]: { ...asMinutes(candles), filled } } });
          expect(whole.trades).toEqual(minutely.trades);
          expect(whole.orders).toEqual(minutely.orders);
          if (job !== JESSE) expect(numbers(whole)).toEqual(numbers(minutely));
        }),
        { numRuns: 8 },
      );
    },
  );
});

describe('markets of different base timeframes', () => {
  it('meet at the coarsest', () => {
    fc.assert(
      fc.property(candlesOf('1m', 6000), candlesOf('5m', 1200), fc.nat(1e6), (minutes, fives, seed) => {
        const { strategy, exchange } = SETTINGS[0];
        const given: Omit<Play, 'candles'> = {
          routes: [
            { symbol: BTC, timeframe: '15m', strategy },
            { symbol: ETH, timeframe: '5m', strategy },
          ],
          exchange,
          job: { seed },
        };
        const mixed = play({ ...given, candles: { [BTC]: minutes, [ETH]: fives } });
        const equal = play({
          ...given,
          candles: { [BTC]: aggregate(minutes, '5m', 'calendar').columns, [ETH]: fives },
        });
        expect(numbers(mixed)).toEqual(numbers(equal));
      }),
      { numRuns: 8 },
    );
  });

  it('that no timeframe can be made of are refused', () => {
    const given = { [BTC]: every('3D', 10), [ETH]: every('1W', 10) };
    const routes = [{ symbol: BTC, timeframe: '1W', strategy: Idle } as const];
    expect(() => play({ candles: given, routes, dataRoutes: [{ symbol: ETH, timeframe: '1W' }] })).toThrow(
      'no timeframe can be made of the candles of BTC-USDT and ETH-USDT together',
    );
  });
});

/** `count` candles of a timeframe with closes 100, 101 and so on. */
function every(timeframe: Timeframe, count: number): CandleColumns {
  const closes = Array.from({ length: count }, (_, i) => 100 + i);
  const start = timeframe === '3D' ? START + 2 * DAY : START;
  return { ...minutesClosingAt(closes, start), step: minutesIn(timeframe) * MINUTE };
}

class Idle extends Strategy {
  override shouldLong() {
    return false;
  }
}

/** Buys on its first bar and holds. */
class Holder extends Strategy {
  override shouldLong() {
    return this.index === 0;
  }
  override goLong() {
    this.buy = [1, this.price];
  }
}

function playOn(timeframe: Timeframe, candles: CandleColumns, strategy = Idle, job: Play['job'] = {}): Played {
  return play({ candles: { [BTC]: candles }, routes: [{ symbol: BTC, timeframe, strategy }], job });
}

describe('a session over candles longer than minutes', () => {
  it('refuses a timeframe that they cannot make, and names those that they can', () => {
    expect(() => playOn('1m', every('5m', 9))).toThrow(
      'no 1m candles of BTC-USDT can be made of its 5m candles; possible: 5m, 15m, 30m, 45m, 1h, 2h',
    );
    expect(() => playOn('45m', every('30m', 9))).toThrow('possible: 30m, 1h, 2h');
    expect(() => playOn('1M', every('1W', 9))).toThrow('possible: 1W');
  });

  it('refuses dates within a candle', () => {
    expect(() => playOn('1h', every('1h', 9), Idle, { from: START + HOUR / 2 })).toThrow(
      '2024-01-01 00:30 lies within a 1h candle, and none is played in part',
    );
  });

  it('samples equity once a day, also where a candle spans several', () => {
    const { equity, metrics } = playOn('3D', every('3D', 4), Holder);
    const changes = [0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3];
    expect(equity).toEqual(changes.map((gain) => 10_000 + gain));
    expect(metrics.total).toBe(1);
  });

  it('counts its progress in candles', () => {
    const seen: number[] = [];
    const { candles } = play({
      candles: { [BTC]: every('1h', 49) },
      routes: [{ symbol: BTC, timeframe: '1h', strategy: Idle }],
      day: (minutes) => seen.push(minutes) < 0,
    });
    expect([seen, candles]).toEqual([[24, 48, 49], 49]);
  });

  it('has tickers of its candles', () => {
    let seen: readonly unknown[] = [];
    class Reader extends Idle {
      override terminate() {
        const { tickers } = this.store;
        seen = [tickers.getCurrentTicker(BTC), tickers.getPastTicker(BTC, 119)].map((t) => [
          t.lastPrice,
          t.high,
          t.low,
        ]);
      }
    }
    playOn('1h', every('1h', 49), Reader);
    expect(seen).toEqual([
      [148, 148, 124],
      [147, 147, 123],
    ]);
  });
});

describe('a timeframe that no route names', () => {
  class Watcher extends Strategy {
    readonly ema = this.indicator(ta.ema, { period: 5 }, { timeframe: '1h' });
    override shouldLong() {
      return false;
    }
    override before() {
      const { high, low, length } = this.getCandles(this.symbol, '1h');
      this.publish('seen', [this.ema.now, length, ...high, ...low]);
    }
  }

  it('has the same candles and indicators as with a data route, and no future', () => {
    fc.assert(
      fc.property(candlesOf('5m', 200), fc.integer({ min: 1, max: 199 }), (candles, cut) => {
        const seenOn = (length: number, dataRoutes: Play['dataRoutes'] = []) =>
          play({
            candles: { [BTC]: candles },
            routes: [{ symbol: BTC, timeframe: '15m', strategy: Watcher }],
            dataRoutes,
            job: { to: START + length * 5 * MINUTE },
          }).published;
        const alone = seenOn(200);
        expect(alone).toEqual(seenOn(200, [{ symbol: BTC, timeframe: '1h' }]));
        expect(seenOn(cut)).toEqual(alone.slice(0, Math.floor(cut / 3)));
      }),
      { numRuns: 20 },
    );
  });
});
