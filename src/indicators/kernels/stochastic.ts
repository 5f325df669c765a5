import { highest, lowest } from './rolling.ts';

/** Where `x` lies between the lowest low and the highest high of `period` bars, 0 to 100; `flat` where these are equal. */
export function stochastic(
  x: Float64Array,
  high: Float64Array,
  low: Float64Array,
  period: number,
  flat: number,
): Float64Array {
  const top = highest(high, period);
  const out = lowest(low, period);
  for (let i = 0; i < out.length; i++) {
    const range = top[i] - out[i];
    out[i] = range === 0 ? flat : (100 * (x[i] - out[i])) / range;
  }
  return out;
}
