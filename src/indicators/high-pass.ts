import { indicator } from './indicator.ts';
import { firstNumber, nanSeries } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Ehlers' high-pass filter of one pole: movement faster than `period`, around 0. */
export const highPass = indicator({
  name: 'highPass',
  parameters: { period: 48, sourceType: 'close' },
  limits: { period: whole(3) },
  outputs: ['value'],
  formula: 'hp = (1 − α/2)·(x[i] − x[i−1]) + (1 − α)·hp[i−1], α = 1 + (sin ω − 1)/cos ω, ω = 2π/period, hp[0] = x[0]',
  source: 'John Ehlers, Cycle Analytics for Traders, 2013; begins at the first value as Jesse does',
  warmup: () => 0,
  memory: ({ period }) => smoothingMemory(highPassAlpha(period)),
  fades: () => true,
  compute: (candles, { period, sourceType }) => ({ value: highPassOf(sourceOf(candles, sourceType), period) }),
});

/** The filtered series, for indicators built on it. */
export function highPassOf(x: Float64Array, period: number): Float64Array {
  const out = nanSeries(x.length);
  const start = firstNumber(x);
  if (start === x.length) return out;
  const alpha = highPassAlpha(period);
  let value = x[start];
  let before = value;
  out[start] = value;
  for (let i = start + 1; i < x.length; i++) {
    if (Number.isNaN(x[i])) continue;
    value = (1 - alpha / 2) * (x[i] - before) + (1 - alpha) * value;
    before = x[i];
    out[i] = value;
  }
  return out;
}

function highPassAlpha(period: number): number {
  const turn = (2 * Math.PI) / period;
  return 1 + (Math.sin(turn) - 1) / Math.cos(turn);
}
