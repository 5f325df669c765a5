import { indicator } from './indicator.ts';
import { weightedMean } from './kernels/weighted.ts';
import { sourceOf } from './source.ts';

/** Sine weighted moving average. */
export const sinwma = indicator({
  name: 'sinwma',
  parameters: { period: 14, sourceType: 'close' },
  outputs: ['value'],
  formula: 'mean of the last period values, weight of the k-th of them sin(kπ/(period + 1))',
  source: 'Jesse; pandas-ta SINWMA',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({
    value: weightedMean(sourceOf(candles, sourceType), period, (age) => Math.sin(((age + 1) * Math.PI) / (period + 1))),
  }),
});
