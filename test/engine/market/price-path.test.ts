import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PricePath } from '../../../src/engine/market/price-path.ts';

type Prices = readonly [open: number, close: number, high: number, low: number];

function pathOf([open, close, high, low]: Prices): PricePath {
  const path = new PricePath();
  path.set(open, close, high, low);
  return path;
}

function pricesOf({ open, close, high, low }: PricePath): Prices {
  return [open, close, high, low];
}

function cut(prices: Prices, price: number, atOpen: 'price' | 'whole-minute' = 'price') {
  const rest = pathOf(prices);
  const earlier = new PricePath();
  rest.cutAt(price, earlier, atOpen);
  return { earlier: pricesOf(earlier), rest: pricesOf(rest) };
}

const RISING: Prices = [10, 20, 25, 5];
const FALLING: Prices = [20, 10, 25, 5];

/** The places of spec 3.4.2, each with what came before and what is left. */
const SPLITS: readonly [string, Prices, number, Prices, Prices][] = [
  ['rising, below the open', RISING, 7, [10, 7, 10, 7], [7, 20, 25, 5]],
  ['falling, above the open', FALLING, 22, [20, 22, 22, 20], [22, 10, 25, 5]],
  ['falling, below the close', FALLING, 7, [20, 7, 25, 7], [7, 10, 10, 5]],
  ['rising, above the close', RISING, 22, [10, 22, 22, 5], [22, 20, 25, 20]],
  ['falling, at the close', FALLING, 10, [20, 10, 25, 10], [10, 10, 10, 5]],
  ['rising, at the close', RISING, 20, [10, 20, 20, 5], [20, 20, 25, 20]],
  ['falling, at the high', FALLING, 25, [20, 25, 25, 20], [25, 10, 25, 5]],
  ['rising, at the low', RISING, 5, [10, 5, 10, 5], [5, 20, 25, 5]],
  ['falling, at the low', FALLING, 5, [20, 5, 25, 5], [5, 10, 10, 5]],
  ['rising, at the high', RISING, 25, [10, 25, 25, 5], [25, 20, 25, 20]],
  ['falling, between close and open', FALLING, 15, [20, 15, 25, 15], [15, 10, 15, 5]],
  ['rising, between open and close', RISING, 15, [10, 15, 15, 5], [15, 20, 25, 15]],
];

/** Open and close within low and high, all whole. */
const candles: fc.Arbitrary<Prices> = fc
  .tuple(fc.integer({ min: 1, max: 50 }), fc.nat(20), fc.nat(20), fc.nat(20))
  .map(([low, a, b, c]): Prices => {
    const high = low + Math.max(a, b, c);
    return [low + a, low + b, high, low];
  });

const candlesWithPrice = candles.chain((prices) =>
  fc.tuple(fc.constant(prices), fc.integer({ min: prices[3], max: prices[2] })),
);

describe('the path of a minute', () => {
  it.each(SPLITS)('is cut %s', (_, prices, price, earlier, rest) => {
    expect(cut(prices, price)).toEqual({ earlier, rest });
  });

  it.each([RISING, FALLING])('shows at its open that price alone, not the close to come (F20)', (...prices) => {
    expect(cut(prices, prices[0])).toEqual({ earlier: Array(4).fill(prices[0]), rest: prices });
  });

  it('shows at its open the whole minute where Jesse does', () => {
    expect(cut(RISING, 10, 'whole-minute')).toEqual({ earlier: RISING, rest: RISING });
  });

  it('falls first when it rises in the end, and rises first when it falls', () => {
    expect(pathOf(RISING).reachesFirst(6, 24)).toBe(true);
    expect(pathOf(FALLING).reachesFirst(6, 24)).toBe(false);
    expect(pathOf([10, 10, 12, 8]).reachesFirst(9, 11)).toBe(true);
  });

  it.each([
    [RISING, [10, 9, 6, 5, 11, 20, 25]],
    [FALLING, [20, 21, 25, 19, 10, 6, 5]],
  ])('reaches the prices of %j one after the other', (prices, order) => {
    const path = pathOf(prices);
    const backwards = [...order].reverse();
    expect(backwards.sort((a, b) => (path.reachesFirst(a, b) ? -1 : 1))).toEqual(order);
  });

  it('includes both its ends', () => {
    expect([4.99, 5, 25, 25.01].map((price) => pathOf(RISING).includes(price))).toEqual([false, true, true, false]);
  });

  it('loses nothing when it is cut: both parts meet at the price and span what it spanned', () => {
    fc.assert(
      fc.property(candlesWithPrice, ([prices, price]) => {
        const { earlier, rest } = cut(prices, price);
        expect(earlier[1]).toBe(price);
        expect(rest[0]).toBe(price);
        expect([earlier[0], rest[1]]).toEqual([prices[0], prices[1]]);
        expect(Math.max(earlier[2], rest[2])).toBe(prices[2]);
        expect(Math.min(earlier[3], rest[3])).toBe(prices[3]);
      }),
    );
  });

  it('reaches after a cut, in the same order, what it had yet to reach', () => {
    fc.assert(
      fc.property(candlesWithPrice, ([prices, price]) => {
        const whole = pathOf(prices);
        const left = pathOf(cut(prices, price).rest);
        const ahead = range(prices[3], prices[2]).filter((other) => whole.reachesFirst(price, other));
        for (const a of ahead) {
          expect(left.includes(a)).toBe(true);
          for (const b of ahead) expect(left.reachesFirst(a, b)).toBe(whole.reachesFirst(a, b));
        }
      }),
    );
  });
});

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
