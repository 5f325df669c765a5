import { describe, expect, it } from 'vitest';
import { request, TestDesk } from '../support/desk-kit.ts';

function spotDesk(fee = 0, rules: ConstructorParameters<typeof TestDesk>[1] = {}): TestDesk {
  return new TestDesk({ type: 'spot', fee, balance: 1000 }, rules);
}

/** Balance of the base asset. */
function held(desk: TestDesk): number {
  return desk.exchange.assets.BTC;
}

const refusal = expect.objectContaining({ code: 'InsufficientBalance' });

describe('a spot account', () => {
  it('takes the money of a buy at once and gives it back when the buy is cancelled', () => {
    const desk = spotDesk();
    const order = desk.submit(request('buy', 4, 90));
    expect(desk.exchange.walletBalance).toBe(640);
    desk.broker.cancel(order);
    expect(desk.exchange.walletBalance).toBe(1000);
  });

  it('refuses a buy that it cannot pay', () => {
    expect(() => spotDesk().submit(request('buy', 10.001, 100))).toThrow(refusal);
  });

  it('pays the fee of a buy in what is bought, and of a sell in what is paid for it', () => {
    const desk = spotDesk(0.01);
    desk.fill(request('buy', 5, 100));
    expect([held(desk), desk.position.qty, desk.exchange.walletBalance]).toEqual([4.95, 4.95, 500]);
    desk.fill(request('sell', 4.95, 120));
    expect([held(desk), desk.position.qty]).toEqual([0, 0]);
    expect(desk.exchange.walletBalance).toBeCloseTo(500 + 4.95 * 120 * 0.99, 9);
  });

  it('counts a PnL that is what the wallet gained, with fees of both kinds (F25)', () => {
    const desk = spotDesk(0.01);
    desk.fill(request('buy', 5, 100));
    desk.fill(request('sell', 4.95, 120, { reduceOnly: true }));
    expect(desk.heard.at(-1)?.trade?.pnl).toBeCloseTo(desk.exchange.walletBalance - 1000, 9);
  });

  it('lets a stop and a target each promise all that is held, but neither more', () => {
    const desk = spotDesk();
    desk.fill(request('buy', 5, 100));
    desk.submit(request('sell', 5, 120));
    desk.submit(request('sell', 3, 80, { type: 'STOP' }));
    expect(() => desk.submit(request('sell', 2.1, 80, { type: 'STOP' }))).toThrow(refusal);
    expect(() => desk.submit(request('sell', 0.1, 130))).toThrow(refusal);
    desk.submit(request('sell', 2, 70, { type: 'STOP' }));
  });

  it('sells at market only what no target has promised', () => {
    const desk = spotDesk();
    desk.fill(request('buy', 5, 100));
    desk.submit(request('sell', 4, 120));
    expect(() => desk.submit(request('sell', 2, 100, { type: 'MARKET' }))).toThrow(refusal);
    desk.submit(request('sell', 1, 100, { type: 'MARKET' }));
  });

  it.each([
    [null, 'goes first'],
    ['jesse', 'is refused'],
  ] as const)('has a market exit that meets a target for all that is held: compat %s, it %s', (compat, _) => {
    const desk = spotDesk(0, { compat });
    desk.fill(request('buy', 5, 100));
    desk.submit(request('sell', 5, 120, { reduceOnly: true }));
    const leave = () => desk.fill(request('sell', 5, 100, { type: 'MARKET', reduceOnly: true }));
    if (compat === 'jesse') expect(leave).toThrow(refusal);
    else expect(leave()).toMatchObject({ status: 'EXECUTED', filledQty: -5 });
  });

  it('frees a cancelled promise once, so that overselling stays refused (F21)', () => {
    const desk = spotDesk();
    desk.fill(request('buy', 5, 100));
    const target = desk.submit(request('sell', 5, 120));
    desk.broker.cancel(target);
    desk.submit(request('sell', 5, 120));
    expect(() => desk.submit(request('sell', 5, 125))).toThrow(refusal);
  });

  it('never sells more than it holds', () => {
    const desk = spotDesk(0.01);
    desk.fill(request('buy', 5, 100));
    const order = desk.fill(request('sell', 4.95, 100, { reduceOnly: true }));
    expect([order.filledQty, held(desk)]).toEqual([-4.95, 0]);
  });

  it('adds balances as decimals', () => {
    const desk = spotDesk();
    desk.fill(request('buy', 0.1, 100));
    desk.fill(request('buy', 0.2, 100));
    expect(held(desk)).toBe(0.3);
  });

  it('cancels a buy that slippage has made too dear for the money it took', () => {
    const desk = spotDesk(0, { slippage: 0.01 });
    const order = desk.fill(request('buy', 10, 100, { type: 'MARKET' }));
    expect([order.status, desk.exchange.walletBalance, held(desk)]).toEqual(['CANCELED', 1000, 0]);
  });

  it('pays for slippage out of what is free', () => {
    const desk = spotDesk(0, { slippage: 0.01 });
    desk.fill(request('buy', 5, 100, { type: 'MARKET' }));
    expect([held(desk), desk.exchange.walletBalance]).toEqual([5, 495]);
  });
});
