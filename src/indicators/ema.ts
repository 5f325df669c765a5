import { indicator } from './indicator.ts';
import { smoothed, smoothingMemory } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Exponential moving average. */
export const ema = indicator({
  name: 'ema',
  parameters: { period: 5, sourceType: 'close' },
  outputs: ['value'],
  formula: 'ema[i] = α·x[i] + (1 − α)·ema[i−1], α = 2/(period + 1), first = x',
  source: 'Jesse; TA-Lib EMA begins with the mean of the first period values',
  warmup: () => 0,
  memory: ({ period }) => emaMemory(period),
  fades: () => true,
  fewestBars: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({ value: emaOf(sourceOf(candles, sourceType), period) }),
});

/** The moving average of a series, for indicators built on it. */
export function emaOf(x: Float64Array, period: number): Float64Array {
  return smoothed(x, 2 / (period + 1), 1);
}

/** Bars that an exponential moving average of `period` remembers. */
export function emaMemory(period: number): number {
  return smoothingMemory(2 / (period + 1));
}
