import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDecimal } from '../../../../src/adapters/candles/csv/decimal.ts';

const digits = (maxLength: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength });

/** Decimals of all lengths, and those that programs print. */
const decimals = fc.oneof(
  digits(25),
  fc.tuple(digits(20), digits(30)).map(([whole, fraction]) => `${whole}.${fraction}`),
  fc.tuple(fc.nat(30), digits(5)).map(([zeros, last]) => `0.${'0'.repeat(zeros)}${last}`),
  fc.double({ min: 1e-6, max: 1e20, noNaN: true }).map(String),
  fc.bigInt({ min: 2n ** 53n - 5n, max: 2n ** 53n + 5n }).map(String),
);

function read(text: string, from = 0): { readonly end: number; readonly number: number } {
  const numbers = new Float64Array(1);
  const end = readDecimal(Buffer.from(text), from, numbers, 0);
  return { end, number: numbers[0] };
}

describe('a decimal', () => {
  it('is read from bytes to the bit as from text', () => {
    fc.assert(
      fc.property(decimals, fc.constantFrom('', ',', '\n', 'e1', '.', 'x'), (text, after) => {
        const { end, number } = read(`;${text}${after}`, 1);
        expect(end).toBe(after === '.' && !text.includes('.') ? -1 : text.length + 1);
        if (end > 0) expect(number).toBe(Number(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['', '.', '.5', '+5', '-5', ' 5', 'NaN', ',5'])('does not begin with %j', (text) => {
    expect(read(text).end).toBe(-1);
  });
});
