import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rangeValues } from '../../../src/run/batch/grid.ts';

describe('a range', () => {
  test.each([
    [0.1, 0.5, 0.1, [0.1, 0.2, 0.3, 0.4, 0.5]],
    [20, 60, 10, [20, 30, 40, 50, 60]],
    [20, 65, 10, [20, 30, 40, 50, 60]],
    [0.5, 0.57, 0.01, [0.5, 0.51, 0.52, 0.53, 0.54, 0.55, 0.56, 0.57]],
    [-0.2, 0.1, 0.1, [-0.2, -0.1, 0, 0.1]],
    [1e-7, 3e-7, 1e-7, [1e-7, 2e-7, 3e-7]],
    [1.5, 1.5, 1, [1.5]],
    [8, 10, undefined, [8, 9, 10]],
  ])('from %d to %d by %d has exactly its decimal values', (from, to, step, expected) => {
    expect(rangeValues(from, to, step)).toStrictEqual(expected);
  });

  test.each([
    [1, 2, 0, 'found step 0, allowed: a number above 0'],
    [1, 2, -1, 'found step -1, allowed: a number above 0'],
    [2, 1, 1, 'range starts at 2, after its end 1'],
    [0.5, 2, undefined, 'range 0.5..2 has no step'],
    [0, 1e6, 1, 'range 0..1000000 by 1 has 1000001 values, allowed: 1000000'],
    [1e-20, 1, 1e-20, 'range 1e-20..1 has too many digits'],
  ])('from %d to %d by %d is refused', (from, to, step, problem) => {
    expect(rangeValues(from, to, step)).toBe(problem);
  });

  test('never drifts: every value is the double its decimal text stands for', () => {
    const whole = fc.integer({ min: -1000, max: 1000 });
    const shape = fc.record({
      first: whole,
      step: fc.integer({ min: 1, max: 50 }),
      count: fc.integer({ min: 1, max: 200 }),
      places: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(shape, ({ first, step, count, places }) => {
        const decimal = (units: number) => Number(`${units}e-${places}`);
        const expected = Array.from({ length: count }, (_, index) => decimal(first + index * step));
        const last = expected[count - 1];
        expect(rangeValues(decimal(first), last, decimal(step))).toEqual(expected.map((value) => value + 0));
      }),
    );
  });
});
