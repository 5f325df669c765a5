import { firstNumber, nanSeries } from './series.ts';

/**
 * Weighted sum of the last `weights.length` values; the first weight belongs to the oldest value. It takes O(weights) a
 * bar. Four bars are summed side by side, in a third of the time: one sum would wait for each of its additions.
 */
export function weightedSum(x: Float64Array, weights: Float64Array): Float64Array {
  const out = nanSeries(x.length);
  const count = weights.length;
  let oldest = firstNumber(x);
  for (; oldest + count + 3 <= x.length; oldest += 4) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let k = 0; k < count; k++) {
      const weight = weights[k];
      a += weight * x[oldest + k];
      b += weight * x[oldest + k + 1];
      c += weight * x[oldest + k + 2];
      d += weight * x[oldest + k + 3];
    }
    const newest = oldest + count - 1;
    out[newest] = a;
    out[newest + 1] = b;
    out[newest + 2] = c;
    out[newest + 3] = d;
  }
  for (; oldest + count <= x.length; oldest++) {
    let sum = 0;
    for (let k = 0; k < count; k++) sum += weights[k] * x[oldest + k];
    out[oldest + count - 1] = sum;
  }
  return out;
}

/**
 * Mean of the last `period` values; the value `age` bars back weighs `weight(age)`. It is NaN throughout for fewer than
 * `period` values.
 */
export function weightedMean(x: Float64Array, period: number, weight: (age: number) => number): Float64Array {
  if (x.length < period) return nanSeries(x.length);
  const weights = Float64Array.from({ length: period }, (_, k) => weight(period - 1 - k));
  const total = weights.reduce((sum, each) => sum + each, 0);
  return weightedSum(
    x,
    weights.map((each) => each / total),
  );
}

/** Weighted mean of the last `period` values after the first `from` values, which stay as they are. */
export function weightedMeanAfter(
  x: Float64Array,
  from: number,
  period: number,
  weight: (age: number) => number,
): Float64Array {
  if (period === 0) return x.slice();
  const out = weightedMean(x, period, weight);
  const start = firstNumber(x);
  out.set(x.subarray(start, start + from), start);
  return out;
}
