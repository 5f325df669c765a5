import { describe, expect, it } from 'vitest';
import { request, TestDesk } from '../support/desk-kit.ts';

const reduceOnly = { reduceOnly: true } as const;

describe('the broker', () => {
  it('numbers orders, signs their quantity by their side and dates what becomes of them', () => {
    const desk = new TestDesk();
    desk.store.app.time = 60_000;
    const sell = desk.submit(request('sell', 2, 110));
    const buy = desk.submit(request('buy', -3, 90));
    expect([sell, buy]).toMatchObject([
      { id: 1, qty: -2, status: 'ACTIVE', createdAt: 60_000, value: 220 },
      { id: 2, qty: 3, status: 'ACTIVE', createdAt: 60_000, value: 270 },
    ]);
    desk.store.app.time = 120_000;
    desk.broker.cancel(sell);
    desk.broker.execute(buy, 90);
    expect(sell).toMatchObject({ status: 'CANCELED', canceledAt: 120_000, executedAt: null, fillPrice: null });
    expect(buy).toMatchObject({
      status: 'EXECUTED',
      executedAt: 120_000,
      canceledAt: null,
      filledQty: 3,
      fillPrice: 90,
    });
  });

  it.each([0, Number.NaN])('refuses an order for %d', (qty) => {
    expect(() => new TestDesk().submit(request('buy', qty, 100))).toThrow(
      expect.objectContaining({ code: 'InvalidStrategy' }),
    );
  });

  it('leaves finished orders alone', () => {
    const desk = new TestDesk();
    const order = desk.fill(request('buy', 1, 100));
    desk.broker.cancel(order);
    desk.broker.execute(order, 100);
    expect([order.status, desk.position.qty]).toEqual(['EXECUTED', 1]);
  });

  it('tells of every change of a position, in order', () => {
    const desk = new TestDesk();
    desk.fill(request('buy', 1, 100));
    desk.fill(request('buy', 1, 110));
    desk.fill(request('sell', 0.5, 120));
    desk.fill(request('sell', 1.5, 130));
    expect(desk.heard.map(({ change, qty }) => [change, qty])).toEqual([
      ['opened', 1],
      ['increased', 2],
      ['reduced', 1.5],
      ['closed', 0],
    ]);
  });

  it('fills no more of a reduce-only order than there is to reduce', () => {
    const desk = new TestDesk({ fee: 0.001 });
    desk.fill(request('buy', 1, 100));
    const order = desk.fill(request('sell', 5, 110, reduceOnly));
    expect(order).toMatchObject({ qty: -5, filledQty: -1, fee: 0.11 });
    expect(desk.position.qty).toBe(0);
  });

  it('cancels a reduce-only order that finds nothing to reduce, and opens nothing with it (F50)', () => {
    const desk = new TestDesk();
    const alone = desk.fill(request('sell', 1, 100, reduceOnly));
    desk.fill(request('buy', 1, 100));
    const growing = desk.fill(request('buy', 1, 100, reduceOnly));
    expect([alone.status, growing.status, desk.position.qty]).toEqual(['CANCELED', 'CANCELED', 1]);
  });

  it('closes one trade and opens another when an order turns a position, and tells of both (F22)', () => {
    const desk = new TestDesk({ fee: 0.001 });
    desk.fill(request('buy', 2, 100));
    const turning = desk.fill(request('sell', 5, 110));
    expect(desk.heard.map(({ change, qty }) => [change, qty])).toEqual([
      ['opened', 2],
      ['closed', 0],
      ['opened', -3],
    ]);
    desk.fill(request('buy', 3, 90));
    const [first, second] = desk.store.closedTrades.trades;
    expect(first).toMatchObject({ id: 1, type: 'long', qty: 2, entryPrice: 100, exitPrice: 110 });
    expect(second).toMatchObject({ id: 2, type: 'short', qty: 3, entryPrice: 110, exitPrice: 90 });
    expect(first.orders).toContain(turning);
    expect(second.orders).toContain(turning);
  });

  it('divides the fee of a turning order between the two trades, so that their PnL is what the wallet gained', () => {
    const desk = new TestDesk({ fee: 0.001 });
    desk.fill(request('buy', 2, 100));
    desk.fill(request('sell', 5, 110));
    desk.fill(request('buy', 3, 90));
    const [first, second] = desk.store.closedTrades.trades;
    expect(first.fee).toBeCloseTo(0.2 + 0.22, 12);
    expect(second.fee).toBeCloseTo(0.33 + 0.27, 12);
    expect(first.pnl + second.pnl).toBeCloseTo(desk.exchange.walletBalance - 10_000, 9);
  });

  it('divides a turning order into just what closes and what opens: at one price nothing is lost', () => {
    const desk = new TestDesk();
    desk.fill(request('buy', 26.756, 29.6));
    desk.fill(request('sell', 33, 29.6));
    desk.fill(request('buy', 6.244, 29.6));
    expect(desk.store.closedTrades.trades.map(({ qty, pnl }) => [qty, pnl === 0])).toEqual([
      [26.756, true],
      [6.244, true],
    ]);
  });

  it.each([
    ['buy', 'MARKET', 101],
    ['buy', 'STOP', 101],
    ['buy', 'LIMIT', 100],
    ['sell', 'MARKET', 99],
    ['sell', 'STOP', 99],
    ['sell', 'LIMIT', 100],
  ] as const)('fills a %s %s at %d with one percent of slippage (F09)', (side, type, price) => {
    const desk = new TestDesk({ fee: 0.01 }, { slippage: 0.01 });
    const order = desk.fill(request(side, 1, 100, { type }));
    expect(order).toMatchObject({ price: 100, fillPrice: price, fee: price * 0.01 });
    expect(desk.position.entryPrice).toBe(price);
  });

  it('executes market orders in the order of their submission, also those that come meanwhile', () => {
    const desk = new TestDesk();
    desk.submit(request('buy', 1, 100, { type: 'MARKET' }));
    desk.submit(request('buy', 2, 100, { type: 'MARKET' }));
    desk.submit(request('buy', 4, 100));
    desk.broker.executeMarketOrders();
    expect(desk.heard.map(({ qty }) => qty)).toEqual([1, 3]);
    expect(desk.store.orders.toExecute).toEqual([]);
  });
});
