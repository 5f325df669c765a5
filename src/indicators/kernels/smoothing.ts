import { firstNumber, nanSeries } from './series.ts';

/**
 * Exponential smoothing by `alpha`, seeded with the mean of the first `seed` values and NaN until then.
 * A seed of 1 begins at the first value, as Jesse's exponential averages do.
 */
export function smoothed(x: Float64Array, alpha: number, seed: number): Float64Array {
  const out = new Float64Array(x.length);
  let value = 0;
  let i = firstNumber(x);
  for (let count = 0; count < seed; i++) {
    if (i >= x.length) return out.fill(Number.NaN);
    if (!Number.isNaN(x[i])) value += (x[i] - value) / ++count;
  }
  // Only the start: all else is written below, and a year of minutes takes a millisecond to fill.
  out.fill(Number.NaN, 0, i - 1);
  out[i - 1] = value;
  for (; i < x.length; i++) {
    const next = value + alpha * (x[i] - value);
    out[i] = next;
    if (!Number.isNaN(next)) value = next;
  }
  return out;
}

/** Wilder's average: smoothing by 1/period, seeded with the mean of the first `period` values. */
export function wilderMean(x: Float64Array, period: number): Float64Array {
  return smoothed(x, 1 / period, period);
}

/** Wilder's sum: the plain sum of the first `period` values, then `s − s/period + x`. */
export function wilderSum(x: Float64Array, period: number): Float64Array {
  const out = wilderMean(x, period);
  for (let i = 0; i < out.length; i++) out[i] *= period;
  return out;
}

/** Bars after which an input weighs less in an exponential smoothing than the last bit of a double. */
export function smoothingMemory(alpha: number): number {
  return Math.ceil(40 / alpha);
}

/** Mean of all values so far, each weighing `1 − alpha` times as much as the one after it. */
export function decayingMean(x: Float64Array, alpha: number): Float64Array {
  const out = nanSeries(x.length);
  let value = 0;
  let total = 0;
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i])) continue;
    total = 1 + (1 - alpha) * total;
    const weight = 1 / total;
    value += weight * (x[i] - value);
    out[i] = value;
  }
  return out;
}
