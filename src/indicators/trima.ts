import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { sourceOf } from './source.ts';

/** Triangular moving average. */
export const trima = indicator({
  name: 'trima',
  parameters: { period: 30, sourceType: 'close' },
  outputs: ['value'],
  formula: 'mean of the last period values, weights 1, 2, ... rising to the middle and falling again',
  source: 'TA-Lib TRIMA',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({ value: trimaOf(sourceOf(candles, sourceType), period) }),
});

/** The triangular average of a series, for indicators built on it: a mean of means. */
export function trimaOf(x: Float64Array, period: number): Float64Array {
  const longer = Math.floor(period / 2) + 1;
  return rollingMean(rollingMean(x, longer), period + 1 - longer);
}
