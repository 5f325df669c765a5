import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meanDistance, rollingMeanDeviation, rollingMedianDeviation } from '../../src/indicators/kernels/deviation.ts';
import { alongLine, rollingLine } from '../../src/indicators/kernels/line.ts';
import {
  highest,
  highestSoFar,
  lowest,
  lowestSoFar,
  meanOfNumbers,
  rollingMean,
  rollingSum,
} from '../../src/indicators/kernels/rolling.ts';
import { decayingMean, smoothed, wilderMean, wilderSum } from '../../src/indicators/kernels/smoothing.ts';
import { rollingDeviationSoFar, rollingVariance } from '../../src/indicators/kernels/variance.ts';
import { weightedMean, weightedMeanAfter } from '../../src/indicators/kernels/weighted.ts';

const values = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { maxLength: 60 });
const period = fc.integer({ min: 1, max: 20 });

const sum = (window: readonly number[]): number => window.reduce((total, each) => total + each, 0);
const mean = (window: readonly number[]): number => sum(window) / window.length;

function median(window: readonly number[]): number {
  if (window.some(Number.isNaN)) return Number.NaN;
  const sorted = [...window].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

const KERNELS: Readonly<
  Record<string, readonly [(x: Float64Array, period: number) => Float64Array, (window: readonly number[]) => number]>
> = {
  rollingSum: [rollingSum, sum],
  rollingMean: [rollingMean, mean],
  highest: [highest, (window) => Math.max(...window)],
  lowest: [lowest, (window) => Math.min(...window)],
  rollingVariance: [rollingVariance, (window) => mean(window.map((each) => (each - mean(window)) ** 2))],
  rollingMeanDeviation: [rollingMeanDeviation, (window) => mean(window.map((each) => Math.abs(each - mean(window))))],
  rollingMedianDeviation: [
    rollingMedianDeviation,
    (window) => median(window.map((each) => Math.abs(each - median(window)))),
  ],
  'linearly weighted mean': [
    (x, p) => alongLine(rollingLine(x, p), (p - 1) / 6),
    (window) => sum(window.map((each, k) => each * (k + 1))) / sum(window.map((_, k) => k + 1)),
  ],
  'slope of the line': [
    (x, p) => rollingLine(x, p).slope,
    (window) => {
      const middle = (window.length - 1) / 2;
      const spread = sum(window.map((_, k) => (k - middle) ** 2));
      return window.length === 1 ? 0 * window[0] : sum(window.map((each, k) => (k - middle) * each)) / spread;
    },
  ],
  weightedMean: [
    (x, p) => weightedMean(x, p, (age) => 1 / (age + 1)),
    (window) => {
      const weights = window.map((_, k) => 1 / (window.length - k));
      return sum(window.map((each, k) => each * weights[k])) / sum(weights);
    },
  ],
};

function byDefinition(x: readonly number[], count: number, value: (window: readonly number[]) => number): number[] {
  return x.map((_, i) => (i + 1 < count ? Number.NaN : value(x.slice(i + 1 - count, i + 1))));
}

function expectClose(found: Float64Array, wanted: readonly number[], tolerance = 1e-7): void {
  expect(found.length).toBe(wanted.length);
  wanted.forEach((each, i) => {
    if (Number.isNaN(each)) expect(found[i], `bar ${i}`).toBeNaN();
    else expect(Math.abs(found[i] - each), `bar ${i}: ${found[i]} for ${each}`).toBeLessThanOrEqual(tolerance);
  });
}

describe.each(Object.entries(KERNELS))('%s', (_, [kernel, definition]) => {
  test('is its definition over each window', () => {
    fc.assert(
      fc.property(values, period, (x, p) =>
        expectClose(kernel(Float64Array.from(x), p), byDefinition(x, p, definition)),
      ),
    );
  });

  test('is NaN for the windows that hold a NaN and no others, and begins after leading ones', () => {
    fc.assert(
      fc.property(values, period, fc.nat(59), (x, p, at) => {
        const leading = [Number.NaN, Number.NaN, ...x.map((each, i) => (i === at && i > 0 ? Number.NaN : each))];
        const wanted = byDefinition(leading, p, definition);
        expectClose(kernel(Float64Array.from(leading), p), wanted);
      }),
    );
  });

  test('forgets a huge value that has left the window', () => {
    const tail = [3, 5, 4, 7, 6, 8];
    const found = kernel(Float64Array.from([1, 2, 1e300, ...tail]), 3);
    expectClose(found.subarray(6), byDefinition(tail, 3, definition).slice(3), 1e-12);
  });
});

test('a mean of equal values is exactly that value, and their variance exactly 0', () => {
  const x = new Float64Array(100).fill(0.1);
  expect(
    rollingMean(x, 7)
      .subarray(6)
      .every((each) => each === 0.1),
  ).toBe(true);
  expect(
    rollingVariance(x, 7)
      .subarray(6)
      .every((each) => each === 0),
  ).toBe(true);
});

test('a variance survives values far from zero', () => {
  const x = Float64Array.from({ length: 1000 }, (_, i) => 1e9 + (i % 2) * 1e-3);
  for (const each of rollingVariance(x, 10).subarray(9)) expect(each).toBeCloseTo(0.25e-6, 9);
});

test('smoothing is seeded with the mean of its first numbers, or the first alone, and passes over a NaN', () => {
  const x = Float64Array.from([Number.NaN, 1, 3, 6, Number.NaN, 2]);
  expect([...smoothed(x, 0.5, 2)]).toEqual([Number.NaN, Number.NaN, 2, 4, Number.NaN, 3]);
  expect([...smoothed(x, 0.5, 1)]).toEqual([Number.NaN, 1, 2, 4, Number.NaN, 3]);
});

test("Wilder's sum is his mean times the period", () => {
  const x = Float64Array.from([1, 2, 3, 4, 5]);
  expect([...wilderMean(x, 2)]).toEqual([Number.NaN, 1.5, 2.25, 3.125, 4.0625]);
  expect([...wilderSum(x, 2)]).toEqual([Number.NaN, 3, 4.5, 6.25, 8.125]);
});

/** Kernels whose windows begin short, with their definition over a window of numbers. */
const GROWING: Readonly<
  Record<string, readonly [(x: Float64Array, period: number) => Float64Array, (window: readonly number[]) => number]>
> = {
  highestSoFar: [highestSoFar, (window) => Math.max(...window)],
  lowestSoFar: [lowestSoFar, (window) => Math.min(...window)],
  meanOfNumbers: [meanOfNumbers, mean],
  rollingDeviationSoFar: [
    rollingDeviationSoFar,
    (window) => Math.sqrt(mean(window.map((x) => (x - mean(window)) ** 2))),
  ],
};

test.each(Object.entries(GROWING))('%s has shorter windows at first', (_, [kernel, definition]) => {
  fc.assert(
    fc.property(values, period, (x, p) => {
      const wanted = x.map((_, i) => definition(x.slice(Math.max(0, i + 1 - p), i + 1)));
      expectClose(kernel(Float64Array.from(x), p), wanted, 1e-5);
    }),
  );
});

test('a mean of numbers passes over NaN, and is NaN where there is nothing else', () => {
  const x = Float64Array.from([Number.NaN, 1, Number.NaN, Number.NaN, 3, 5]);
  expect([...meanOfNumbers(x, 2)]).toEqual([Number.NaN, 1, 1, Number.NaN, 3, 4]);
});

test('mean distances count from the bar on that has a mean of its own', () => {
  const x = Float64Array.from([1, 3, 8]);
  expect([...meanDistance(x, 2)]).toEqual([Number.NaN, 1, (1 + 2.5) / 2]);
});

test('a decaying mean weighs all values so far', () => {
  expect([...decayingMean(Float64Array.from([1, 4, Number.NaN, 7]), 0.5)]).toEqual([
    1,
    3,
    Number.NaN,
    5.285714285714286,
  ]);
});

test('a late weighted mean is the series itself before, and throughout when it has no values', () => {
  expect([...weightedMeanAfter(Float64Array.from([1, 2, 3]), 1, 0, () => 1)]).toEqual([1, 2, 3]);
  expect([...weightedMeanAfter(Float64Array.from([1, 2, 3, 4, 5]), 3, 2, () => 1)]).toEqual([1, 2, 3, 3.5, 4.5]);
});
