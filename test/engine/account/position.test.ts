import { describe, expect, it } from 'vitest';
import { request, TestDesk } from '../support/desk-kit.ts';

describe('a position', () => {
  it('is nothing before it is opened', () => {
    const { position } = new TestDesk();
    expect(position).toMatchObject({ qty: 0, type: 'close', isClose: true, value: 0, pnl: 0, pnlPercentage: 0 });
    expect([position.entryPrice, position.exitPrice, position.totalCost, position.liquidationPrice]).toEqual(
      Array(4).fill(Number.NaN),
    );
  });

  it.each([
    ['buy', 'long', 110, 20, 10],
    ['buy', 'long', 90, -20, -10],
    ['sell', 'short', 110, -20, -10],
    ['sell', 'short', 90, 20, 10],
  ] as const)(
    'that was entered by a %s is %s and at %d has a PnL of %d, %d%% without leverage',
    (side, type, price, pnl, share) => {
      const desk = new TestDesk();
      desk.fill(request(side, 2, 100));
      desk.priceIs(price);
      expect(desk.position).toMatchObject({ type, pnl, pnlPercentage: share, value: 2 * price, totalCost: 200 });
    },
  );

  it('counts its return on the margin it ties up', () => {
    const desk = new TestDesk({ leverage: 5 });
    desk.fill(request('buy', 2, 100));
    desk.priceIs(110);
    expect(desk.position).toMatchObject({ totalCost: 40, pnl: 20, roi: 50, leverage: 5, mode: 'cross' });
  });

  it('averages its entry price by quantity when it grows, and keeps it when it shrinks', () => {
    const desk = new TestDesk();
    desk.fill(request('buy', 1, 100));
    desk.fill(request('buy', 3, 120));
    expect(desk.position).toMatchObject({ qty: 4, previousQty: 1, entryPrice: 115 });
    desk.fill(request('sell', 1.5, 130));
    expect(desk.position).toMatchObject({ qty: 2.5, previousQty: 4, entryPrice: 115 });
  });

  it('adds quantities as decimals, so that portions close all of it', () => {
    const desk = new TestDesk();
    desk.fill(request('buy', 0.1, 100));
    desk.fill(request('buy', 0.2, 100));
    desk.fill(request('sell', 0.3, 100));
    expect(desk.position).toMatchObject({ qty: 0, isClose: true, exitPrice: 100 });
  });

  it('is closed when what is left is rounding, not a position (F44)', () => {
    const desk = new TestDesk();
    desk.fill(request('buy', 1, 100));
    desk.fill(request('sell', 1 - 1e-14, 110));
    expect(desk.position.qty).toBe(0);
    expect(desk.heard.at(-1)?.trade?.pnl).toBeCloseTo(10, 9);
  });

  it('is closed, and no other opened, by what is too much by rounding alone (F44)', () => {
    const desk = new TestDesk();
    desk.fill(request('buy', 0.3, 100));
    desk.fill(request('sell', 0.1 + 0.2, 110));
    expect([desk.position.qty, desk.heard.map(({ change }) => change)]).toEqual([0, ['opened', 'closed']]);
  });

  it('remembers when it opened and closed, and what it closed at', () => {
    const desk = new TestDesk();
    desk.store.app.time = 60_000;
    desk.fill(request('sell', 1, 100));
    expect(desk.position).toMatchObject({ openedAt: 60_000, closedAt: null });
    desk.store.app.time = 120_000;
    desk.fill(request('buy', 1, 90));
    expect(desk.position).toMatchObject({ openedAt: 60_000, closedAt: 120_000, exitPrice: 90 });
    expect(desk.position.entryPrice).toBeNaN();
  });

  it.each([
    ['buy', 2, 50.4, 50],
    ['sell', 2, 149.6, 150],
    ['buy', 10, 90.4, 90],
    ['buy', 1, 0.4, 0],
  ] as const)(
    'on isolated margin, a %s at leverage %d, is liquidated at %d and bankrupt at %d',
    (side, leverage, price, bankrupt) => {
      const desk = new TestDesk({ leverage, leverageMode: 'isolated' });
      desk.fill(request(side, 2, 100));
      expect(desk.position.liquidationPrice).toBeCloseTo(price, 9);
      expect(desk.position.bankruptcyPrice).toBeCloseTo(bankrupt, 9);
    },
  );

  it.each(['spot', 'futures'] as const)('has no liquidation price of its own on %s without isolated margin', (type) => {
    const desk = new TestDesk({ type });
    desk.fill(request('buy', 2, 100));
    expect(desk.position.liquidationPrice).toBeNaN();
    expect(desk.position.mode).toBe(type === 'spot' ? 'spot' : 'cross');
  });
});
