import fc from 'fast-check';
import { Strategy, type StrategyClass } from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import { markets } from '../support/random-market.ts';
import { BTC, ETH, JESSE, minutesOf, type Played, play, playOne, type Row } from '../support/stage.ts';

/** Enters once, on the first bar, with `qty` at `price` or at market; shorts for a negative quantity. */
function entering(qty: number, price?: number, stop?: number): StrategyClass {
  return class Entering extends Strategy {
    override shouldLong() {
      return this.index === 0 && qty > 0;
    }
    override shouldShort() {
      return this.index === 0 && qty < 0;
    }
    override shouldCancelEntry() {
      return false;
    }
    override goLong() {
      this.buy = [qty, price ?? this.price];
    }
    override goShort() {
      this.sell = [-qty, price ?? this.price];
    }
    override onOpenPosition() {
      if (stop !== undefined) this.stopLoss = [qty, stop];
    }
  };
}

function minutes(...rows: readonly Row[]) {
  return minutesOf([[100, 100], ...rows, [100, 100]]);
}

const isolated = { leverage: 10, leverageMode: 'isolated' } as const;
const cross = { leverage: 10, balance: 1000 } as const;

describe('a position on isolated margin', () => {
  it.each([
    ['long', 10, [100, 91, 100, 90.4], 90],
    ['short', -10, [100, 109, 109.7, 100], 110],
  ] as const)('that is %s is taken away at its level, for its margin', (_, qty, row, exit) => {
    const { trades, store, metrics } = playOne(entering(qty), minutes(row), { exchange: isolated });
    expect(trades).toMatchObject([{ exitPrice: expect.closeTo(exit, 9), pnl: expect.closeTo(-100, 9) }]);
    expect([store.app.totalLiquidations, metrics.total_liquidations]).toEqual([1, 1]);
  });

  it('is kept while its level is not reached', () => {
    const { trades, store } = playOne(entering(10), minutes([100, 91, 100, 90.41]), { exchange: isolated });
    expect([trades[0].exitPrice, store.app.totalLiquidations]).toEqual([100, 0]);
  });

  it.each([null, 'jesse'] as const)('is taken by any price since it was entered, compat %s', (compat) => {
    class HalfOut extends entering(1, 99) {
      override onOpenPosition() {
        this.takeProfit = [0.5, 105];
      }
    }
    const exchange = { leverage: 20, leverageMode: 'isolated' } as const;
    // Down through the entry and its level, then up to the target.
    const { store } = playOne(HalfOut, minutes([101, 104, 105, 90]), { exchange, job: { compat } });
    expect(store.app.totalLiquidations).toBe(1);
  });

  it.each([null, 'jesse'] as const)(
    'is never taken by prices from before it was entered (F08), compat %s',
    (compat) => {
      const row: Row = [100, 112, 115, 80];
      const { trades } = playOne(entering(10, 110), minutes(row), { exchange: isolated, job: { compat } });
      expect(trades).toMatchObject([{ entryPrice: 110, exitPrice: 100 }]);
    },
  );

  it('is taken by prices of the minute it was entered in that come after', () => {
    const row: Row = [100, 90, 112, 80];
    const { trades } = playOne(entering(10, 110), minutes(row), { exchange: isolated });
    expect(trades).toMatchObject([{ entryPrice: 110, exitPrice: 99 }]);
  });

  it('leaves by its stop when that comes first', () => {
    const { trades, store } = playOne(entering(10, undefined, 95), minutes([100, 80]), { exchange: isolated });
    expect([trades[0].exitPrice, store.app.totalLiquidations]).toEqual([95, 0]);
  });

  it('is taken before a stop beyond its level', () => {
    const { trades } = playOne(entering(10, undefined, 85), minutes([100, 80]), { exchange: isolated });
    expect(trades).toMatchObject([{ exitPrice: 90 }]);
  });

  it('loses its margin and no more in a gap and with slippage', () => {
    const { trades } = playOne(entering(10, 99.99), minutes([70, 71]), {
      exchange: isolated,
      job: { fills: { gap: 'open', slippage: 0.001 } },
    });
    const [{ entryPrice, exitPrice }] = trades;
    expect(exitPrice / entryPrice).toBeCloseTo(0.9, 9);
  });
});

describe('a gap beyond the bankruptcy of a position', () => {
  const walletOf = ({ store }: Played): number => store.exchanges.tradingExchange.walletBalance;
  const rules = { balance: 10_000, leverage: 10, fee: 0.0004 } as const;

  it.each([
    ['long', 500, 95, 80],
    ['short', -500, 105, 120],
  ] as const)('takes an isolated %s for its margin, its stop notwithstanding', (_, qty, stop, open) => {
    const played = playOne(entering(qty, undefined, stop), minutes([open, open]), {
      exchange: { ...rules, leverageMode: 'isolated' },
    });
    expect(played.store.app.totalLiquidations).toBe(1);
    expect(walletOf(played)).toBeCloseTo(10_000 - 500 * 100 * 0.0004 - 5000, 8);
  });

  it.each([
    ['long', 990, 95, 80],
    ['short', -990, 105, 120],
  ] as const)('takes a %s on cross margin for the wallet, its stop notwithstanding', (_, qty, stop, open) => {
    const played = playOne(entering(qty, undefined, stop), minutes([open, open]), { exchange: rules });
    expect(played.store.app.totalLiquidations).toBe(1);
    expect(walletOf(played)).toBeGreaterThanOrEqual(0);
    expect(walletOf(played)).toBeLessThan(1e-6);
  });

  it('takes it before an entry beyond grows it', () => {
    class Adding extends entering(10) {
      override onOpenPosition() {
        this.buy = [10, 85];
      }
    }
    const { trades, orders } = playOne(Adding, minutes([80, 80]), { exchange: isolated });
    expect(trades).toMatchObject([{ qty: 10, exitPrice: expect.closeTo(90, 9) }]);
    expect(orders.filter(({ status }) => status === 'CANCELED')).toHaveLength(1);
  });

  it('that ends before it leaves the position to its stop, at the open', () => {
    const { trades, store } = playOne(entering(10, undefined, 95), minutes([90.2, 90.2]), { exchange: isolated });
    expect([trades[0].exitPrice, store.app.totalLiquidations]).toEqual([90.2, 0]);
  });
});

describe('what an exit costs on top of its price', () => {
  it.each([
    ['isolated', 500, 10_000 - 102 * 500 * (1 / 10 + 0.0004)],
    ['cross', 950, 0],
  ] as const)('loses no more than what covers a position on %s margin', (leverageMode, qty, left) => {
    const { store } = playOne(entering(qty, undefined, 93), minutes([100, 90.9]), {
      exchange: { balance: 10_000, leverage: 10, leverageMode, fee: 0.0004 },
      job: { fills: { gap: 'open', slippage: 0.02 } },
    });
    expect(store.exchanges.tradingExchange.walletBalance).toBeCloseTo(left, 8);
  });
});

describe('the whole wallet as isolated margin', () => {
  const exchange = { balance: 10_000, leverage: 10, leverageMode: 'isolated', fee: 0.001 } as const;
  const most = 10_000 / (100 / 10 + 100 * 0.001);

  it('pays for the opening fee too', () => {
    expect(() => playOne(entering(most * 1.001), minutes([100, 80]), { exchange })).toThrow(
      expect.objectContaining({ code: 'InsufficientMargin' }),
    );
  });

  it.each([1, -1])('is lost and no more, the fee of closing included: direction %d', (direction) => {
    const { store } = playOne(entering(direction * most), minutes([100, 100 - direction * 20]), { exchange });
    const wallet = store.exchanges.tradingExchange.walletBalance;
    expect(store.app.totalLiquidations).toBe(1);
    expect(wallet).toBeGreaterThanOrEqual(0);
    expect(wallet).toBeLessThan(1e-6);
  });

  it('is not increased by what another position has not realised', () => {
    const both = () =>
      play({
        candles: {
          [BTC]: minutesOf([
            [100, 100],
            [100, 150],
            [150, 150],
            [150, 80],
            [80, 80],
          ]),
          [ETH]: minutesOf([
            [100, 100],
            [100, 100],
            [100, 100],
            [100, 80],
            [80, 80],
          ]),
        },
        routes: [
          { symbol: BTC, timeframe: '1m', strategy: entering(800) },
          { symbol: ETH, timeframe: '1m', strategy: Late },
        ],
        exchange: { ...exchange, fee: 0 },
      });
    class Late extends Strategy {
      override shouldLong() {
        return this.index === 1;
      }
      override goLong() {
        this.buy = [2500, this.price];
      }
    }
    expect(both).toThrow(expect.objectContaining({ code: 'InsufficientMargin' }));
  });
});

describe('a position on cross margin', () => {
  it('is taken away when the wallet cannot cover it any more, and nothing is left (F23)', () => {
    const { trades, store } = playOne(entering(50), minutes([100, 70]), { exchange: { ...cross, fee: 0.001 } });
    expect(store.app.totalLiquidations).toBe(1);
    expect(trades[0].pnl).toBeCloseTo(-1000, 9);
    expect(store.exchanges.tradingExchange.walletBalance).toBeCloseTo(0, 9);
  });

  it.each([
    ['long', 50, 80.4],
    ['short', -50, 119.5],
  ] as const)('that is %s is kept while the wallet covers its maintenance', (_, qty, price) => {
    const { store } = playOne(entering(qty), minutes([100, price]), { exchange: cross });
    expect(store.app.totalLiquidations).toBe(0);
  });

  it.each([
    ['long', 50, 80.3],
    ['short', -50, 119.6],
  ] as const)('that is %s is taken when it does not', (_, qty, price) => {
    const { store } = playOne(entering(qty), minutes([100, price]), { exchange: cross });
    expect(store.app.totalLiquidations).toBe(1);
  });

  it('is not taken where Jesse never takes one', () => {
    const { trades } = playOne(entering(50), minutes([100, 70], [70, 100]), { exchange: cross, job: JESSE });
    expect(trades).toMatchObject([{ exitPrice: 100, pnl: 0 }]);
  });

  function both(other: readonly Row[]) {
    return play({
      candles: {
        [BTC]: minutesOf([
          [100, 100],
          [100, 78],
          [78, 78],
        ]),
        [ETH]: minutesOf([[100, 100], ...other]),
      },
      routes: [
        { symbol: ETH, timeframe: '1m', strategy: entering(40) },
        { symbol: BTC, timeframe: '1m', strategy: entering(50) },
      ],
      exchange: cross,
    });
  }

  it('is carried by the gain of another', () => {
    const { trades, store } = both([
      [100, 110],
      [110, 110],
    ]);
    expect([trades.length, store.app.totalLiquidations]).toEqual([2, 0]);
  });

  it('falls earlier by the loss of another, and what is lost is the wallet', () => {
    const { store } = both([
      [100, 97],
      [97, 97],
    ]);
    expect(store.app.totalLiquidations).toBeGreaterThan(0);
    expect(store.exchanges.tradingExchange.walletBalance).toBeGreaterThan(-1e-9);
    expect(store.exchanges.tradingExchange.walletBalance).toBeLessThan(200);
  });

  it('never costs more than the wallet, wherever the market goes', () => {
    fc.assert(
      fc.property(markets(600), fc.constantFrom(1, -1), fc.constantFrom(0, 0.001), (candles, side, fee) => {
        const { equity } = playOne(entering(side * 48), candles, { exchange: { ...cross, leverage: 50, fee } });
        expect(equity.at(-1)).toBeGreaterThan(-1e-6);
      }),
    );
  });
});
