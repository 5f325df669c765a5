import { describe, expect, it } from 'vitest';
import { type MarketTrade, TradesState } from '../../../src/engine/store/trades.ts';
import { BTC, ETH } from '../support/stage.ts';

function trade(timestamp: number, price: number, qty: number, side: MarketTrade['side'] = 'buy'): MarketTrade {
  return { timestamp, price, qty, side };
}

describe("the market's trades", () => {
  it('are summed by the second, at their volume-weighted price', () => {
    const state = new TradesState();
    state.addTrade(BTC, trade(1100, 100, 1));
    state.addTrade(BTC, trade(1500, 110, 3, 'sell'));
    state.addTrade(BTC, trade(1999, 100, 1));
    state.addTrade(BTC, trade(2000, 50, 2));
    expect(state.getTrades(BTC)).toEqual([
      { timestamp: 1100, price: 106, buyQty: 2, sellQty: 3, buyCount: 2, sellCount: 1 },
      { timestamp: 2000, price: 50, buyQty: 2, sellQty: 0, buyCount: 1, sellCount: 0 },
    ]);
  });

  it('are kept for 120 seconds of trading, the newest', () => {
    const state = new TradesState();
    for (let second = 0; second < 300; second++) state.addTrade(BTC, trade(second * 1000, second, 1));
    expect(state.getTrades(BTC)).toHaveLength(120);
    expect(state.getCurrentTrade(BTC)?.price).toBe(299);
    expect(state.getPastTrade(BTC, 119)?.price).toBe(180);
    expect(state.getPastTrade(BTC, 120)).toBeNull();
  });

  it('are none without a source of trades', () => {
    const state = new TradesState();
    state.addTrade(BTC, trade(0, 1, 1));
    expect([state.getTrades(ETH), state.getCurrentTrade(ETH)]).toEqual([[], null]);
  });
});
