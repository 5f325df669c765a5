import { indicator } from './indicator.ts';
import { scale } from './kernels/series.ts';
import { rollingDeviation } from './kernels/variance.ts';
import { sourceOf } from './source.ts';

/** Standard deviation of the population, times `nbdev`. */
export const stddev = indicator({
  name: 'stddev',
  parameters: { period: 5, nbdev: 1, sourceType: 'close' },
  outputs: ['value'],
  formula: 'nbdev·√(mean of (x − mean)² over the last period values)',
  source: 'TA-Lib STDDEV',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, nbdev, sourceType }) => ({
    value: scale(rollingDeviation(sourceOf(candles, sourceType), period), nbdev),
  }),
});
