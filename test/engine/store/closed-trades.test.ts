import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClosedTradesState, type TradeTerms } from '../../../src/engine/store/closed-trades.ts';
import { OrdersState } from '../../../src/engine/store/orders.ts';
import { request } from '../support/desk-kit.ts';
import { BTC, ETH } from '../support/stage.ts';

const TERMS: TradeTerms = {
  strategyName: 'Trend',
  exchange: 'Sandbox',
  symbol: BTC,
  timeframe: '1h',
  leverage: 2,
  pnlByMoney: false,
};

const orders = new OrdersState('Sandbox', [BTC, ETH]);

/** Adds a fill of a new order. */
function add(state: ClosedTradesState, side: 'buy' | 'sell', qty: number, price: number, symbol = BTC): void {
  const order = orders.create(symbol, 0, request(side, qty, price));
  orders.add(order);
  state.addFill(order, qty, price, qty * price * 0.001);
}

describe('closed trades', () => {
  it.each([
    ['long', 'buy', 'sell', 1],
    ['short', 'sell', 'buy', -1],
  ] as const)('sum a %s trade up', (type, entry, exit, sign) => {
    const state = new ClosedTradesState(orders);
    state.open(type, 60_000, TERMS);
    add(state, entry, 10, 100);
    add(state, entry, 10, 200);
    add(state, exit, 5, 300);
    add(state, exit, 15, 400);
    const fee = (1000 + 2000 + 1500 + 6000) * 0.001;
    const pnl = sign * 20 * (375 - 150) - fee;
    const { orders: own, ...trade } = state.close(BTC, 180_000);
    expect(own.map(({ price }) => price)).toEqual([100, 200, 300, 400]);
    expect(trade).toEqual({
      id: 1,
      strategyName: 'Trend',
      exchange: 'Sandbox',
      symbol: BTC,
      timeframe: '1h',
      leverage: 2,
      type,
      entryPrice: 150,
      exitPrice: 375,
      qty: 20,
      size: 3000,
      fee: expect.closeTo(fee, 9),
      pnl: expect.closeTo(pnl, 9),
      pnlPercentage: expect.closeTo((pnl / 1500) * 100, 9),
      openedAt: 60_000,
      closedAt: 180_000,
      holdingPeriod: 120,
    });
  });

  it('has for its prices those of single fills, to the bit', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e5, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e4, noNaN: true }),
        (price, qty) => {
          const state = new ClosedTradesState(orders);
          state.open('long', 0, TERMS);
          add(state, 'buy', qty, price);
          add(state, 'sell', qty, price * 1.1);
          expect(state.close(BTC, 0)).toMatchObject({ entryPrice: price, exitPrice: price * 1.1 });
        },
      ),
    );
  });

  it('are numbered as they open and listed as they close', () => {
    const state = new ClosedTradesState(orders);
    state.open('long', 0, TERMS);
    state.open('long', 0, { ...TERMS, symbol: ETH });
    for (const symbol of [ETH, BTC]) {
      add(state, 'buy', 1, 100, symbol);
      add(state, 'sell', 1, 100, symbol);
      state.close(symbol, 1000);
    }
    expect(state.trades.map(({ id, symbol }) => [id, symbol])).toEqual([
      [2, ETH],
      [1, BTC],
    ]);
    expect(state.count).toBe(2);
  });

  it('are listed with their orders as they were closed', () => {
    const state = new ClosedTradesState(orders);
    state.open('short', 60_000, TERMS);
    for (const [side, price] of [
      ['sell', 100],
      ['buy', 90],
    ] as const)
      add(state, side, 2, price);
    const closed = state.close(BTC, 120_000);
    expect(state.trades).toEqual([closed]);
    expect([...state.rows]).toEqual([{ ...closed, orders: closed.orders.map((order) => ({ ...order })) }]);
    expect(state.trades[0]).toBe(state.trades[0]);
  });

  it('come from trades that were opened', () => {
    expect(() => new ClosedTradesState(orders).close(BTC, 0)).toThrow(BTC);
  });
});
