import { describe, expect, it } from 'vitest';
import {
  averagePrice,
  isPriceNear,
  type OrderLines,
  readOrderLines,
  saysSame,
} from '../../../src/engine/strategy/order-lines.ts';
import type { JbtError } from '../../../src/model/errors.ts';

function errorOf(given: unknown): JbtError {
  try {
    readOrderLines(given as OrderLines, 'stopLoss');
  } catch (error) {
    return error as JbtError;
  }
  throw new Error(`${JSON.stringify(given)} was accepted`);
}

describe('order lines', () => {
  it.each([
    [[1, 100], [[1, 100]]],
    [
      [
        [1, 100],
        [2, 90],
      ],
      [
        [1, 100],
        [2, 90],
      ],
    ],
    [[], []],
    [null, []],
    [undefined, []],
    [[-1, 100], [[-1, 100]]],
  ])('%j is read as %j', (given, lines) => {
    expect(readOrderLines(given as OrderLines | undefined, 'buy')).toEqual(lines);
  });

  it.each([[5], ['1@100'], [[1]], [[1, 2, 3]], [[1, '100']], [[[1, 100], 5]], [{ qty: 1 }]])(
    'refuse %j by its shape and name the property',
    (given) => {
      expect(errorOf(given).code).toBe('InvalidShape');
      expect(errorOf(given).message).toContain('stopLoss must be [qty, price]');
    },
  );

  it.each([[[1, 0]], [[1, -5]], [[1, Number.NaN]], [[1, Number.POSITIVE_INFINITY]], [[Number.NaN, 100]]])(
    'refuse %j by its numbers',
    (given) => {
      expect(errorOf(given).code).toBe('InvalidStrategy');
      expect(errorOf(given).message).toContain('stopLoss');
    },
  );

  it('are copied: what the strategy does to its own list later changes nothing', () => {
    const given: [number, number][] = [[1, 100]];
    const lines = readOrderLines(given, 'buy');
    given[0][1] = 50;
    expect(lines).toEqual([[1, 100]]);
  });

  it.each([
    [null, [], true],
    [[], [], true],
    [[1, 100], [[1, 100]], true],
    [[[1, 100]], [[1, 100]], true],
    [[1, 100], [[1, 101]], false],
    [[1, 100], [], false],
    [
      [
        [1, 100],
        [2, 90],
      ],
      [[1, 100]],
      false,
    ],
    [null, [[1, 100]], false],
  ] as const)('%j says the same as %j: %s', (given, sent, same) => {
    expect(saysSame(given, sent)).toBe(same);
  });

  it('have an average price by quantity, without signs', () => {
    expect(
      averagePrice([
        [1, 100],
        [-3, 200],
      ]),
    ).toBe(175);
  });
});

describe('a price', () => {
  it.each([
    [1000.15, 1000, true],
    [100.015, 100, false],
    [99.99, 100, true],
    [99.98, 100, false],
    [0.007386, 0.007385, true],
    [100, 100, true],
  ])('of %d is near %d: %s', (orderPrice, price, near) => {
    expect(isPriceNear(orderPrice, price)).toBe(near);
  });
});
