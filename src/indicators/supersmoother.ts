import { indicator } from './indicator.ts';
import { lowPassed } from './kernels/lowpass.ts';
import { sourceOf } from './source.ts';

/** Ehlers' super smoother: a two-pole Butterworth filter of the mean of two values. */
export const supersmoother = indicator({
  name: 'supersmoother',
  parameters: { period: 14, sourceType: 'close' },
  outputs: ['value'],
  formula:
    'y[i] = (1 + a² − b)/2·(x[i] + x[i−1]) + b·y[i−1] − a²·y[i−2], a = exp(−1.414π/period), b = 2a·cos(1.414π/period); the first two as they are',
  source: 'John F. Ehlers, Cybernetic Analysis for Stocks and Futures, 2004',
  warmup: () => 0,
  memory: ({ period }) => supersmootherMemory(period),
  fades: () => true,
  compute: (candles, { period, sourceType }) => ({ value: supersmootherOf(sourceOf(candles, sourceType), period) }),
});

/** The smoothed series, for indicators built on it. */
export function supersmootherOf(x: Float64Array, period: number): Float64Array {
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: the author's constant, not √2
  const turn = (1.414 * Math.PI) / period;
  const a = Math.exp(-turn);
  const b = 2 * a * Math.cos(turn);
  const half = (1 + a * a - b) / 2;
  return lowPassed(x, { inputs: [half, half], feedback: [-a * a, 0], start: 2 });
}

/** Bars after which the poles, of size exp(−1.414π/period), have forgotten the input. */
export function supersmootherMemory(period: number): number {
  return Math.ceil(10 * period) + 3;
}
