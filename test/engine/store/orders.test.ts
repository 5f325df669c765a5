import { describe, expect, it } from 'vitest';
import { OrdersState } from '../../../src/engine/store/orders.ts';
import { request } from '../support/desk-kit.ts';
import { BTC, ETH } from '../support/stage.ts';

function stateWith(count: number): OrdersState {
  const state = new OrdersState('Sandbox', [BTC, ETH]);
  for (let i = 0; i < count; i++) state.add(state.create(i % 2 === 0 ? BTC : ETH, i, request('buy', 1, 100)));
  return state;
}

describe('the orders of a session', () => {
  it('are kept in order of submission, over all symbols and by symbol', () => {
    const state = stateWith(4);
    expect(state.all.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(state.getOrders(ETH).map(({ id }) => id)).toEqual([2, 4]);
    expect([state.count(BTC), state.countActiveOrders(BTC), state.countAllActiveOrders()]).toEqual([2, 2, 4]);
  });

  it('are found by their whole id, never by a part of it (F48)', () => {
    const state = stateWith(12);
    expect(state.getOrderById(1)).toBe(state.all[0]);
    expect(state.getOrderById(12)).toBe(state.all[11]);
    expect([state.getOrderById(0), state.getOrderById(13)]).toEqual([null, null]);
  });

  it('that are at market wait to be executed', () => {
    const state = stateWith(1);
    const order = state.create(BTC, 0, request('buy', 1, 100, { type: 'MARKET' }));
    state.add(order);
    expect(state.toExecute).toEqual([order]);
  });

  it('stay among the active ones when finished until they are purged', () => {
    const state = stateWith(3);
    const [first] = state.getActiveOrders(BTC);
    first.status = 'EXECUTED';
    state.finished(first);
    expect([state.getActiveOrders(BTC).length, state.countActiveOrders(BTC), state.hasFinished]).toEqual([2, 1, true]);
    state.purge(state.ofSymbol(BTC));
    expect([state.getActiveOrders(BTC).length, state.hasFinished]).toEqual([1, false]);
  });

  it('are let go of with their cycle, but not forgotten', () => {
    const state = stateWith(3);
    state.resetCycle(state.ofSymbol(BTC));
    expect([state.count(BTC), state.getActiveOrders(BTC).length, state.count(ETH), state.all.length]).toEqual([
      0, 0, 1, 3,
    ]);
  });

  it('change a version with each of their changes', () => {
    const state = stateWith(2);
    const versions = [state.version];
    state.finished(state.all[0]);
    versions.push(state.version);
    state.resetCycle(state.ofSymbol(ETH));
    versions.push(state.version);
    expect(new Set(versions).size).toBe(3);
  });

  it('are none of symbols that are not traded', () => {
    expect(() => stateWith(1).getOrders('DOGE-USDT')).toThrow('DOGE-USDT');
  });
});
