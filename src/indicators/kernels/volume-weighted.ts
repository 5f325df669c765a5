import { firstNumber, nanSeries } from './series.ts';

/**
 * Mean of the last `period` values weighted by `weights`, or of all so far while they are fewer. It works in blocks as
 * in rolling.ts, and is NaN where the weights add up to 0. Values count by their distance from one in the window: equal
 * values have that mean exactly.
 */
export function weightedMeanSoFar(x: Float64Array, weights: Float64Array, period: number): Float64Array {
  const out = nanSeries(x.length);
  const start = firstNumber(x);
  const ends = new Float64Array(Math.min(period, x.length) + 1);
  const endWeights = new Float64Array(ends.length);
  for (let block = start; block < x.length; block += period) {
    const pivot = x[block];
    let sum = 0;
    let total = 0;
    for (let j = period - 1; block > start && j > 0; j--) {
      const weight = weights[block - period + j];
      ends[j] = sum += weight * (x[block - period + j] - pivot);
      endWeights[j] = total += weight;
    }
    const count = Math.min(period, x.length - block);
    sum = 0;
    total = 0;
    for (let j = 0; j < count; j++) {
      const weight = weights[block + j];
      sum += weight * (x[block + j] - pivot);
      total += weight;
      const all = total + endWeights[j + 1];
      out[block + j] = all === 0 ? Number.NaN : pivot + (sum + ends[j + 1]) / all;
    }
  }
  return out;
}
