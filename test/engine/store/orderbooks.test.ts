import { describe, expect, it } from 'vitest';
import { type Level, levelStep, OrderbooksState } from '../../../src/engine/store/orderbooks.ts';
import { BTC, ETH } from '../support/stage.ts';

function levels(from: number, step: number, count: number): readonly Level[] {
  return Array.from({ length: count }, (_, i): Level => [from + i * step, 1]);
}

describe('order books', () => {
  it.each([
    [0.09, 1e-5],
    [0.5, 1e-4],
    [5, 1e-3],
    [50, 1e-2],
    [500, 0.1],
    [5000, 1],
    [50_000, 10],
  ])('gather the levels around %d in steps of %d', (price, step) => {
    expect(levelStep(price)).toBe(step);
  });

  it('sum levels within a step, asks rounded up and bids down', () => {
    const state = new OrderbooksState();
    const asks: readonly Level[] = [
      [500.01, 1],
      [500.05, 2],
      [500.1, 4],
      [500.11, 8],
    ];
    const bids: readonly Level[] = [
      [500, 1],
      [499.99, 2],
      [499.9, 4],
    ];
    state.addOrderbook(BTC, { timestamp: 0, asks, bids });
    expect(state.getCurrentOrderbook(BTC)).toEqual({
      timestamp: 0,
      asks: [
        [500.1, 7],
        [500.2, 8],
      ],
      bids: [
        [500, 1],
        [499.9, 6],
      ],
    });
  });

  it('keep 50 levels a side', () => {
    const state = new OrderbooksState();
    state.addOrderbook(BTC, { timestamp: 0, asks: levels(500, 0.1, 80), bids: levels(500, -0.1, 80) });
    const book = state.getCurrentOrderbook(BTC);
    expect([book?.asks.length, book?.bids.length, book?.bids.at(-1)?.[0]]).toEqual([50, 50, 495.1]);
  });

  it('are taken once a second and kept for the newest 60', () => {
    const state = new OrderbooksState();
    for (let i = 0; i < 400; i++) {
      state.addOrderbook(BTC, { timestamp: i * 250, asks: levels(500 + i, 1, 1), bids: [] });
    }
    const books = state.getOrderbooks(BTC);
    expect(books).toHaveLength(60);
    expect(books.at(-1)?.timestamp).toBe(99_000);
    expect(state.getPastOrderbook(BTC, 59)?.timestamp).toBe(40_000);
    expect(state.getPastOrderbook(BTC, 60)).toBeNull();
  });

  it('are none without a source of them', () => {
    expect(new OrderbooksState().getCurrentOrderbook(ETH)).toBeNull();
  });
});
