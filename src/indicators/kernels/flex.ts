import { nanSeries } from './series.ts';

/** Bars after which `normalizedByPower` has forgotten its input. */
export const POWER_MEMORY = 1000;

/**
 * Divides by the root of the smoothed square (weight 0.04, from 0), which makes movements comparable. It is 0 before
 * any.
 */
export function normalizedByPower(x: Float64Array): Float64Array {
  const out = nanSeries(x.length);
  let power = 0;
  for (let i = 0; i < out.length; i++) {
    const value = x[i];
    if (Number.isNaN(value)) continue;
    power += 0.04 * (value * value - power);
    out[i] = power === 0 ? 0 : value / Math.sqrt(power);
  }
  return out;
}
