import { firstNumber, nanSeries } from './series.ts';

/** Weighted sum of the last `weights.length` values; the first weight is the oldest value's. O(weights) a bar. */
export function weightedSum(x: Float64Array, weights: Float64Array): Float64Array {
  const out = nanSeries(x.length);
  const before = weights.length - 1;
  for (let i = firstNumber(x) + before; i < x.length; i++) {
    const oldest = i - before;
    let sum = 0;
    for (let k = 0; k <= before; k++) sum += weights[k] * x[oldest + k];
    out[i] = sum;
  }
  return out;
}

/**
 * Mean of the last `period` values, the value `age` bars back weighing `weight(age)`.
 * NaN throughout when there are fewer than `period` values.
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
