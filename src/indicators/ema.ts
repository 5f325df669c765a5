import { indicator } from './indicator.ts';
import { smoothed, smoothingMemory } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Exponential moving average, seeded with the mean of its first `period` values. NaN until then. */
export const ema = indicator({
  name: 'ema',
  parameters: { period: 5, sourceType: 'close' },
  outputs: ['value'],
  formula: 'ema[i] = α·x[i] + (1 − α)·ema[i−1], α = 2/(period + 1), first = mean of the first period values',
  source: 'TA-Lib EMA',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => emaMemory(period),
  compute: (candles, { period, sourceType }) => ({ value: emaOf(sourceOf(candles, sourceType), period) }),
});

/** The moving average of a series, for indicators built on it. */
export function emaOf(x: Float64Array, period: number): Float64Array {
  return smoothed(x, 2 / (period + 1), period);
}

/** Bars that an exponential moving average of `period` remembers. */
export function emaMemory(period: number): number {
  return smoothingMemory(2 / (period + 1));
}
