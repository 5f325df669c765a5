import { indicator } from './indicator.ts';
import { scale } from './kernels/series.ts';
import { rollingVariance } from './kernels/variance.ts';
import { sourceOf } from './source.ts';

/** Variance of the population, times `nbdev`. Listed as `var`. */
export const variance = indicator({
  name: 'var',
  parameters: { period: 14, nbdev: 1, sourceType: 'close' },
  outputs: ['value'],
  formula: 'nbdev·(mean of (x − mean)² over the last period values)',
  source: 'TA-Lib VAR, which ignores nbdev',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, nbdev, sourceType }) => ({
    value: scale(rollingVariance(sourceOf(candles, sourceType), period), nbdev),
  }),
});
