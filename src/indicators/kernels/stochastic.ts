import { highest, lowest } from './rolling.ts';

/** Place of `x` between the lowest low and the highest high of `period` bars, 0 to 100; `flat` where these are equal. */
export function stochastic(
  x: Float64Array,
  high: Float64Array,
  low: Float64Array,
  period: number,
  flat: number,
): Float64Array {
  return placeBetween(x, highest(high, period), lowest(low, period), flat);
}

/** Place of `x` between `top` and `bottom`, 0 to 100; `flat` where these are equal. */
export function placeBetween(x: Float64Array, top: Float64Array, bottom: Float64Array, flat: number): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0; i < out.length; i++) {
    const range = top[i] - bottom[i];
    out[i] = range === 0 ? flat : (100 * (x[i] - bottom[i])) / range;
  }
  return out;
}
