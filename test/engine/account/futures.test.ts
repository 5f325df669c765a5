import { describe, expect, it } from 'vitest';
import { request, TestDesk } from '../support/desk-kit.ts';
import { BTC } from '../support/stage.ts';

describe('a futures account', () => {
  it('ties up margin for entry orders: the greater of all buys and all sells, divided by the leverage', () => {
    const desk = new TestDesk({ leverage: 2 });
    desk.submit(request('buy', 10, 90));
    desk.submit(request('sell', 10, 110));
    desk.submit(request('sell', 10, 120));
    expect(desk.exchange.availableMargin).toBe(10_000 - (1100 + 1200) / 2);
    expect(desk.exchange.walletBalance).toBe(10_000);
  });

  it('ties up no margin for orders that can only reduce', () => {
    const desk = new TestDesk();
    desk.fill(request('buy', 10, 100));
    desk.submit(request('sell', 10, 120, { reduceOnly: true }));
    desk.submit(request('sell', 10, 80, { reduceOnly: true, type: 'STOP' }));
    expect(desk.exchange.availableMargin).toBe(9000);
  });

  it('frees the margin of orders that are cancelled', () => {
    const desk = new TestDesk();
    const order = desk.submit(request('buy', 10, 90));
    desk.broker.cancel(order);
    expect(desk.exchange.availableMargin).toBe(10_000);
  });

  it('counts an open position with its unrealised PnL, and the wallet without', () => {
    const desk = new TestDesk({ leverage: 4 });
    desk.fill(request('buy', 10, 100));
    desk.priceIs(130);
    expect(desk.exchange.availableMargin).toBe(10_000 - 250 + 300);
    expect(desk.exchange.walletBalance).toBe(10_000);
  });

  it('refuses an order whose margin is not there and says what is needed and what is there', () => {
    const desk = new TestDesk({ leverage: 2, balance: 1000 });
    desk.submit(request('buy', 15, 100));
    expect(() => desk.submit(request('buy', 6, 100))).toThrow(
      expect.objectContaining({
        code: 'InsufficientMargin',
        message: `buy 6 ${BTC} at 100 needs 300 USDT of margin, 250 is available`,
      }),
    );
    expect(desk.store.orders.all).toHaveLength(1);
  });

  it('takes an order that needs all of it: fees are not part of the check', () => {
    const desk = new TestDesk({ balance: 1000, fee: 0.001 });
    desk.fill(request('buy', 10, 100));
    expect(desk.exchange.walletBalance).toBe(999);
  });

  it('refuses a fill whose slippage its margin does not pay, and says why in the order log', () => {
    const told: string[] = [];
    const desk = new TestDesk({ balance: 1000 }, { slippage: 0.01, tell: (line) => told.push(line) });
    const order = desk.fill(request('buy', 10, 100, { type: 'MARKET' }));
    expect([order.status, desk.exchange.availableMargin, desk.position.qty]).toEqual(['CANCELED', 1000, 0]);
    expect(told).toContain(
      `REJECTED order: ${BTC}, MARKET, buy, 10, $100.00; at 101 it needs 10 USDT of margin more than it set aside, 0 is available`,
    );
  });

  it('pays a fee for every fill and gets realised PnL when a position shrinks', () => {
    const desk = new TestDesk({ fee: 0.001 });
    desk.fill(request('sell', 10, 100));
    expect(desk.exchange.walletBalance).toBe(10_000 - 1);
    desk.fill(request('buy', 4, 90));
    expect(desk.exchange.walletBalance).toBeCloseTo(10_000 - 1 - 0.36 + 40, 9);
    desk.fill(request('buy', 6, 110));
    expect(desk.exchange.walletBalance).toBeCloseTo(10_000 - 1 - 0.36 + 40 - 0.66 - 60, 9);
  });
});
