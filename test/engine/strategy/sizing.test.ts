import { riskToQty, sizeToQty } from 'jbt-runner';
import { expect, test } from 'vitest';

test.each([
  [0, 5],
  [0.001, 4.97],
])('a risk is sized as in Jesse, which takes room for fees off twice: fee %d, quantity %d', (fee, qty) => {
  expect(riskToQty(10_000, 1, 100, 80, 3, fee)).toBe(qty);
});

test('a size leaves room for three fees once', () => {
  expect(sizeToQty(500, 100, 3, 0.001)).toBe(4.985);
});
