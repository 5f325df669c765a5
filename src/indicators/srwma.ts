import { indicator } from './indicator.ts';
import { weightedMean } from './kernels/weighted.ts';
import { whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Square root weighted moving average. */
export const srwma = indicator({
  name: 'srwma',
  parameters: { period: 14, sourceType: 'close' },
  limits: { period: whole(2) },
  outputs: ['value'],
  formula: 'mean of the last period − 1 values, the one k bars back weighing √(period − k)',
  source: 'Jesse',
  warmup: ({ period }) => period - 2,
  memory: ({ period }) => period - 1,
  compute: (candles, { period, sourceType }) => ({
    value: weightedMean(sourceOf(candles, sourceType), period - 1, (age) => Math.sqrt(period - age)),
  }),
});
