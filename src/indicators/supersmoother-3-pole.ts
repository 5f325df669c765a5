import { indicator } from './indicator.ts';
import { lowPassed } from './kernels/lowpass.ts';
import { sourceOf } from './source.ts';

/** Ehlers' three-pole super smoother. */
export const supersmoother3Pole = indicator({
  name: 'supersmoother3Pole',
  parameters: { period: 14, sourceType: 'close' },
  outputs: ['value'],
  formula:
    'y[i] = (1 − c² − b + bc)·x[i] + (b + c)·y[i−1] − (c + bc)·y[i−2] + c²·y[i−3], a = exp(−π/period), b = 2a·cos(1.738π/period), c = a²; the first three as they are',
  source: 'John F. Ehlers, Cybernetic Analysis for Stocks and Futures, 2004',
  warmup: () => 0,
  memory: ({ period }) => 14 * period + 4,
  fades: () => true,
  compute: (candles, { period, sourceType }) => ({
    value: supersmoother3PoleOf(sourceOf(candles, sourceType), period),
  }),
});

function supersmoother3PoleOf(x: Float64Array, period: number): Float64Array {
  const a = Math.exp(-Math.PI / period);
  const b = 2 * a * Math.cos((1.738 * Math.PI) / period);
  const c = a * a;
  return lowPassed(x, { inputs: [1 - c * c - b + b * c, 0], feedback: [-c - b * c, c * c], start: 3 });
}
