import fc from 'fast-check';
import { Strategy, type StrategyClass } from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import Breakout from '../../examples/strategies/breakout.ts';
import Reversion from '../../examples/strategies/reversion.ts';
import Trend from '../../examples/strategies/trend.ts';
import { sha256 } from '../../src/adapters/system/digest.ts';
import { SeriesCache } from '../../src/engine/series/series-cache.ts';
import { allocateColumns, type CandleColumns, COLUMN_NAMES, sliceColumns } from '../../src/model/candle.ts';
import type { ExchangeSettings } from '../../src/model/exchange.ts';
import type { Job } from '../../src/model/job.ts';
import { MINUTE, type Timestamp } from '../../src/model/time.ts';
import { minutesOf as minutesIn, type Timeframe } from '../../src/model/timeframe.ts';
import { hashResult } from '../../src/run/results/result-record.ts';
import { CENTRE, markets, mirrored } from './support/random-market.ts';
import { randomStrategy, recklessStrategy } from './support/random-strategy.ts';
import { BTC, ETH, JESSE, type Play, type Played, play, START } from './support/stage.ts';

const MINUTES = 1500;
const RUNS = { numRuns: 15 };
const BALANCE = 10_000_000;

/** A strategy with its exchange and rules. */
interface Setting {
  readonly title: string;
  readonly strategy: StrategyClass;
  readonly exchange: Partial<ExchangeSettings>;
  readonly job: Partial<Job>;
}

const FREE = { balance: BALANCE, fee: 0 };
const COSTLY = { balance: BALANCE, fee: 0.001 };

const RANDOM: readonly Setting[] = [
  { title: 'futures', strategy: randomStrategy(1), exchange: COSTLY, job: {} },
  {
    title: 'isolated futures',
    strategy: randomStrategy(1),
    exchange: { ...COSTLY, leverage: 30, leverageMode: 'isolated' },
    job: {},
  },
  { title: "futures by Jesse's rules", strategy: randomStrategy(1), exchange: COSTLY, job: JESSE },
  { title: 'spot', strategy: randomStrategy(1, true), exchange: { ...COSTLY, type: 'spot' }, job: {} },
];

const SPOT_BY_JESSE: Setting = {
  title: "spot by Jesse's rules",
  strategy: randomStrategy(1, true, 'patient'),
  exchange: { ...COSTLY, type: 'spot' },
  job: JESSE,
};

const EXAMPLES: readonly Setting[] = [Trend, Breakout, Reversion].map((strategy) => ({
  title: strategy.name,
  strategy,
  exchange: COSTLY,
  job: {},
}));

/** The leverage is so high that a gap of the random markets means bankruptcy. */
const RECKLESS: readonly Setting[] = (['cross', 'isolated'] as const).map((leverageMode) => ({
  title: `reckless ${leverageMode} futures`,
  strategy: recklessStrategy(),
  exchange: { balance: BALANCE, fee: 0.0005, leverage: 50, leverageMode },
  job: { fills: { gap: 'open', slippage: 0.001 } },
}));

const ALL = [...RANDOM, ...RECKLESS, SPOT_BY_JESSE, ...EXAMPLES];

class Silent extends Strategy {
  override shouldLong() {
    return false;
  }
}

const SYMBOLS = [BTC, ETH, 'XRP-USDT'];

const timeframes = fc.constantFrom<Timeframe>('1m', '3m', '15m');
const seeds = fc.nat(1_000_000);

/** A setting played on one market. */
function playOn(candles: CandleColumns, setting: Setting, timeframe: Timeframe, rest: Partial<Play> = {}): Played {
  return play({
    candles: { [BTC]: candles },
    routes: [{ symbol: BTC, timeframe, strategy: setting.strategy }],
    exchange: setting.exchange,
    ...rest,
    job: { ...setting.job, ...rest.job },
  });
}

function numbers({ trades, orders, equity }: Played) {
  return { trades, orders, equity };
}

describe.each(ALL)('$title', (setting) => {
  it('is the same to the bit when it is played again', () => {
    fc.assert(
      fc.property(markets(MINUTES), timeframes, seeds, (candles, timeframe, seed) => {
        const hashes = [0, 1].map(() => hashResult(playOn(candles, setting, timeframe, { job: { seed } }), sha256));
        expect(hashes[0]).toBe(hashes[1]);
      }),
      RUNS,
    );
  });

  it('does not notice what surrounds its candles, what was cached before, or who asks about days', () => {
    fc.assert(
      fc.property(markets(MINUTES), markets(200), timeframes, seeds, (candles, around, timeframe, seed) => {
        const alone = playOn(candles, setting, timeframe, { job: { seed } });
        const series = new SeriesCache(0);
        const within = { from: START, to: START + MINUTES * MINUTE, seed };
        const longer = joined([around, candles, around], START - 200 * MINUTE);
        for (const day of [() => false, (played: number) => played < 0]) {
          const again = playOn(longer, setting, timeframe, { series, day, job: within });
          expect(numbers(again)).toEqual(numbers(alone));
        }
      }),
      RUNS,
    );
  });

  it('does not notice that the loop stops at every minute for a route that does nothing', () => {
    fc.assert(
      fc.property(markets(MINUTES), markets(MINUTES), timeframes, seeds, (candles, other, timeframe, seed) => {
        const alone = playOn(candles, setting, timeframe, { job: { seed } });
        const watched = play({
          candles: { [BTC]: candles, [ETH]: other },
          routes: [
            { symbol: BTC, timeframe, strategy: setting.strategy },
            { symbol: ETH, timeframe: '1m', strategy: Silent },
          ],
          exchange: setting.exchange,
          job: { ...setting.job, seed },
        });
        expect(numbers(watched)).toEqual(numbers(alone));
      }),
      RUNS,
    );
  });

  it('does the same up to a time whatever comes after it, or if nothing does', () => {
    const cuts = fc.integer({ min: 100, max: MINUTES - 1 });
    fc.assert(
      fc.property(
        markets(MINUTES),
        markets(MINUTES),
        timeframes,
        seeds,
        cuts,
        (candles, other, timeframe, seed, cut) => {
          const time = START + cut * MINUTE;
          const known = sliceColumns(candles, 0, cut);
          const otherwise = joined([known, sliceColumns(other, cut, MINUTES)], START);
          const [whole, cutOff, changed] = [candles, known, otherwise].map((played) =>
            upTo(playOn(played, setting, timeframe, { job: { seed } }), time),
          );
          expect(cutOff).toEqual(whole);
          expect(changed).toEqual(whole);
        },
      ),
      RUNS,
    );
  });
});

describe.each([...RANDOM, SPOT_BY_JESSE])('of $title', (setting) => {
  it('orders fill within the candle of their minute, liquidations excepted', () => {
    fc.assert(
      fc.property(markets(MINUTES), timeframes, seeds, (candles, timeframe, seed) => {
        const { orders } = playOn(candles, setting, timeframe, { job: { seed } });
        for (const { executedAt, fillPrice, type, reduceOnly, submittedVia } of orders) {
          if (executedAt === null || fillPrice === null) continue;
          if (setting.exchange.leverageMode === 'isolated' && type === 'MARKET' && reduceOnly && !submittedVia)
            continue;
          const minute = (executedAt - START) / MINUTE - 1;
          // With its gap closed, a minute reaches to the close before it.
          const closesGap = setting.job.fills?.gap === 'order-price' && minute > 0;
          const reached = candles.close[closesGap ? minute - 1 : minute];
          expect(fillPrice).toBeLessThanOrEqual(Math.max(candles.high[minute], reached));
          expect(fillPrice).toBeGreaterThanOrEqual(Math.min(candles.low[minute], reached));
        }
      }),
      RUNS,
    );
  });

  it('equity is at every bar what the fills so far have left: money, and holdings at the price', () => {
    fc.assert(
      fc.property(markets(MINUTES), timeframes, seeds, (candles, timeframe, seed) => {
        const differences: number[] = [];
        class Counted extends setting.strategy {
          override after() {
            differences.push(Math.abs(this.portfolioValue - worthOf(this.store.orders.all, setting, this.price)));
          }
        }
        const { orders, equity } = playOn(candles, { ...setting, strategy: Counted }, timeframe, { job: { seed } });
        expect(Math.max(...differences)).toBeLessThan(1e-4);
        expect(equity.at(-1)).toBeCloseTo(worthOf(orders, setting, candles.close[MINUTES - 1]), 4);
      }),
      RUNS,
    );
  });

  it('round trips sum to the change of the balance when nothing costs', () => {
    fc.assert(
      fc.property(markets(MINUTES), timeframes, seeds, (candles, timeframe, seed) => {
        const exchange = { ...setting.exchange, fee: 0 };
        const { trades, equity } = playOn(candles, { ...setting, exchange }, timeframe, { job: { seed } });
        const sum = trades.reduce((total, { pnl }) => total + pnl, 0);
        expect(sum).toBeCloseTo((equity.at(-1) ?? 0) - BALANCE, 4);
      }),
      RUNS,
    );
  });
});

describe.each(RANDOM.filter(({ job }) => job.compat === undefined))('the deepest drawdown of $title', (setting) => {
  it('is that of equity at every close of a bar and at the end', () => {
    fc.assert(
      fc.property(markets(MINUTES), timeframes, seeds, (candles, timeframe, seed) => {
        const { orders, equity, metrics } = playOn(candles, setting, timeframe, { job: { seed } });
        let peak = BALANCE;
        let deepest = 0;
        for (let minute = minutesIn(timeframe) - 1; minute < MINUTES - 1; minute += minutesIn(timeframe)) {
          const time = START + (minute + 1) * MINUTE;
          const before = orders.filter(({ executedAt }) => executedAt !== null && executedAt <= time);
          const worth = worthOf(before, setting, candles.close[minute]);
          peak = Math.max(peak, worth);
          deepest = Math.min(deepest, worth / peak - 1);
        }
        deepest = Math.min(deepest, (equity.at(-1) ?? 0) / peak - 1);
        expect(metrics.max_drawdown / 100).toBeCloseTo(deepest, 10);
        expect(deepest).toBeLessThan(0);
      }),
      RUNS,
    );
  });
});

describe('a wallet', () => {
  const accounts = fc.record({
    type: fc.constantFrom('futures' as const, 'futures' as const, 'spot' as const),
    leverageMode: fc.constantFrom('cross' as const, 'isolated' as const),
    leverage: fc.constantFrom(1, 2, 10, 50, 125),
    fee: fc.constantFrom(0, 0.0005, 0.002),
  });
  const slippages = fc.constantFrom(0, 0.001, 0.01);
  const gaps = fc.constantFrom('open' as const, 'order-price' as const);
  const own = fc.array(timeframes, { minLength: 1, maxLength: 3 });
  const three = fc.tuple(markets(MINUTES), markets(MINUTES), markets(MINUTES));

  it('never ends below zero, whatever happens to the positions on it', () => {
    let liquidations = 0;
    fc.assert(
      fc.property(three, own, accounts, slippages, gaps, seeds, (candles, own, account, slippage, gap, seed) => {
        const isSpot = account.type === 'spot';
        const { store, equity } = play({
          candles: Object.fromEntries(SYMBOLS.map((symbol, i) => [symbol, candles[i]])),
          routes: own.map((timeframe, i) => ({
            symbol: SYMBOLS[i],
            timeframe,
            strategy: recklessStrategy(isSpot),
          })),
          exchange: { ...account, leverage: isSpot ? 1 : account.leverage, balance: 10_000 },
          job: { seed, fills: { gap, slippage } },
        });
        liquidations += store.app.totalLiquidations;
        expect(store.exchanges.tradingExchange.walletBalance).toBeGreaterThanOrEqual(0);
        expect(Math.min(...equity)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
    expect(liquidations).toBeGreaterThan(20);
  });
});

describe('two routes on one wallet', () => {
  class Neighbour extends randomStrategy(1) {
    override onRouteOpenPosition() {
      if (this.chance(0.3)) this.liquidate();
    }
    override onRouteClosePosition() {
      if (this.chance(0.3)) this.liquidate();
    }
  }

  const playBoth = (candles: readonly CandleColumns[], own: readonly Timeframe[], seed: number): Played =>
    play({
      candles: { [BTC]: candles[0], [ETH]: candles[1] },
      routes: [BTC, ETH].map((symbol, i) => ({ symbol, timeframe: own[i], strategy: Neighbour })),
      exchange: COSTLY,
      job: { seed },
    });

  const pairs = fc.tuple(markets(MINUTES), markets(MINUTES));
  const both = fc.tuple(timeframes, timeframes);

  it('make together what their fills have left', () => {
    fc.assert(
      fc.property(pairs, both, seeds, (candles, own, seed) => {
        const { orders, trades, equity } = playBoth(candles, own, seed);
        const gains = [BTC, ETH].map((symbol, i) => {
          const ofSymbol = orders.filter((order) => order.symbol === symbol);
          return worthOf(ofSymbol, RANDOM[0], candles[i].close[MINUTES - 1]) - BALANCE;
        });
        expect(equity.at(-1)).toBeCloseTo(BALANCE + gains[0] + gains[1], 4);
        expect(trades.reduce((sum, { pnl }) => sum + pnl, 0)).toBeCloseTo(gains[0] + gains[1], 4);
      }),
      RUNS,
    );
  });

  it('do the same up to a time whatever comes after it', () => {
    const cuts = fc.integer({ min: 100, max: MINUTES - 1 });
    fc.assert(
      fc.property(pairs, both, seeds, cuts, (candles, own, seed, cut) => {
        const known = candles.map((columns) => sliceColumns(columns, 0, cut));
        const [whole, cutOff] = [candles, known].map((played) =>
          upTo(playBoth(played, own, seed), START + cut * MINUTE),
        );
        expect(cutOff).toEqual(whole);
      }),
      RUNS,
    );
  });

  it('are filled within the candle of their minute, also what one sends to market in a fill of the other', () => {
    fc.assert(
      fc.property(pairs, both, seeds, (candles, own, seed) => {
        for (const { symbol, executedAt, fillPrice } of playBoth(candles, own, seed).orders) {
          if (executedAt === null) continue;
          const { high, low } = candles[symbol === BTC ? 0 : 1];
          const minute = (executedAt - START) / MINUTE - 1;
          expect(fillPrice).toBeLessThanOrEqual(high[minute]);
          expect(fillPrice).toBeGreaterThanOrEqual(low[minute]);
        }
      }),
      RUNS,
    );
  });
});

describe('a market upside down', () => {
  it('makes longs of shorts, with the same gains', () => {
    fc.assert(
      fc.property(markets(MINUTES), timeframes, seeds, (candles, timeframe, seed) => {
        const setting = { title: '', exchange: FREE, job: { seed } };
        const upright = playOn(candles, { ...setting, strategy: randomStrategy(1) }, timeframe);
        const mirror = playOn(mirrored(candles), { ...setting, strategy: randomStrategy(-1) }, timeframe);
        expect(mirror.trades).toHaveLength(upright.trades.length);
        upright.trades.forEach((trade, i) => {
          const other = mirror.trades[i];
          expect([other.type, other.qty, other.openedAt, other.closedAt, other.orders.length]).toEqual([
            trade.type === 'long' ? 'short' : 'long',
            trade.qty,
            trade.openedAt,
            trade.closedAt,
            trade.orders.length,
          ]);
          expect(other.entryPrice).toBeCloseTo(2 * CENTRE - trade.entryPrice, 6);
          expect(other.exitPrice).toBeCloseTo(2 * CENTRE - trade.exitPrice, 6);
          expect(other.pnl).toBeCloseTo(trade.pnl, 6);
        });
      }),
      RUNS,
    );
  });
});

describe('the markets and strategies of these laws', () => {
  it('do trade, both ways, with fills of every kind', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(markets(MINUTES), seeds, (candles, seed) => {
        const { trades, orders } = playOn(candles, RANDOM[1], '1m', { job: { seed } });
        for (const { type } of trades) kinds.add(type);
        for (const { type, status, submittedVia } of orders) kinds.add(`${type} ${status} ${submittedVia}`);
        expect(trades.length).toBeGreaterThan(20);
      }),
      RUNS,
    );
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        'long',
        'short',
        'MARKET EXECUTED null',
        'LIMIT EXECUTED null',
        'STOP EXECUTED null',
        'STOP EXECUTED stop-loss',
        'LIMIT EXECUTED take-profit',
        'LIMIT CANCELED take-profit',
        'MARKET EXECUTED stop-loss',
      ]),
    );
  });
});

/** The certain part at a time: trades closed, orders executed, equity sampled before it. */
function upTo({ trades, orders, equity }: Played, time: Timestamp) {
  const days = Math.floor((time - START) / (1440 * MINUTE));
  return {
    trades: trades.filter(({ closedAt }) => closedAt < time),
    executed: orders.filter(({ executedAt }) => executedAt !== null && executedAt < time),
    submitted: orders
      .filter(({ createdAt }) => createdAt < time)
      .map(({ id, qty, price, type }) => [id, qty, price, type]),
    equity: equity.slice(0, 1 + Math.max(0, days - 1)),
  };
}

/** Starting balance, plus the money that fills moved, plus the holdings at a price. */
function worthOf(orders: Played['orders'], { exchange }: Setting, price: number): number {
  const isSpot = exchange.type === 'spot';
  let money = BALANCE;
  let held = 0;
  for (const { fillPrice, filledQty, fee } of orders) {
    if (fillPrice === null) continue;
    const feeInBase = isSpot && filledQty > 0;
    money -= filledQty * fillPrice + (feeInBase ? 0 : fee);
    held += feeInBase ? filledQty * (1 - (exchange.fee ?? 0)) : filledQty;
  }
  return money + held * price;
}

function joined(parts: readonly CandleColumns[], start: Timestamp): CandleColumns {
  const columns = allocateColumns(
    start,
    MINUTE,
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let row = 0;
  for (const part of parts) {
    for (const name of COLUMN_NAMES) columns[name].set(part[name], row);
    row += part.length;
  }
  return columns;
}
