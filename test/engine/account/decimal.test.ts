import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDecimal, subtractDecimal } from '../../../src/engine/account/decimal.ts';

/** Whole numbers of a ten-thousandth, as doubles. */
const amounts = fc.integer({ min: -(10 ** 9), max: 10 ** 9 }).map((parts) => parts / 10_000);

describe('decimal sums', () => {
  it.each([
    [0.1, 0.2, 0.3],
    [9.71, 9.813, 19.523],
    [1.19, -1.2, -0.01],
    [0.3, -0.3, 0],
    [1e21, 1, 1e21],
    [1e-7, 2e-7, 3e-7],
    [123456789.123, 1e-6, 123456789.123001],
    [0, -0.5, -0.5],
  ])('%d + %d is %d', (a, b, sum) => {
    expect(addDecimal(a, b)).toBe(sum);
  });

  it('are exact where the numbers have few decimals', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        expect(addDecimal(a, b)).toBe((Math.round(a * 10_000) + Math.round(b * 10_000)) / 10_000);
      }),
    );
  });

  it('are those of whole numbers, rounded once, at any number of decimals', () => {
    /** Fifteen digits survive in a double. */
    const digits = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n });
    fc.assert(
      fc.property(digits, digits, fc.integer({ min: 0, max: 17 }), (a, b, decimals) => {
        const rounded = (whole: bigint): number => Number(`${whole}e-${decimals}`);
        expect(addDecimal(rounded(a), rounded(b))).toBe(rounded(a + b) || 0);
      }),
    );
  });

  it('of portions of a whole leave nothing', () => {
    fc.assert(
      fc.property(fc.array(amounts, { minLength: 1 }), (portions) => {
        const whole = portions.reduce(addDecimal, 0);
        expect(Math.abs(portions.reduce(subtractDecimal, whole))).toBe(0);
      }),
    );
  });

  it('do not depend on the order of two numbers, for any doubles', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), (a, b) => {
        expect(addDecimal(a, b)).toBe(addDecimal(b, a));
      }),
      { examples: [[0, -0]] },
    );
  });

  it('are plain sums where a number is not finite', () => {
    expect(addDecimal(Number.POSITIVE_INFINITY, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(addDecimal(Number.NaN, 1)).toBeNaN();
  });
});
