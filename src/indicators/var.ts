import { indicator } from './indicator.ts';
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
  compute: (candles, { period, nbdev, sourceType }) => {
    const value = rollingVariance(sourceOf(candles, sourceType), period);
    for (let i = 0; i < value.length; i++) value[i] *= nbdev;
    return { value };
  },
});
