import { indicator } from './indicator.ts';
import { weightedMean } from './kernels/weighted.ts';
import { whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Square weighted moving average. */
export const sqwma = indicator({
  name: 'sqwma',
  parameters: { period: 14, sourceType: 'close' },
  limits: { period: whole(2) },
  outputs: ['value'],
  formula: 'mean of the last period − 1 values, the one k bars back weighing (period − k)²',
  source: 'Jesse',
  warmup: ({ period }) => period - 2,
  memory: ({ period }) => period - 1,
  compute: (candles, { period, sourceType }) => ({
    value: weightedMean(sourceOf(candles, sourceType), period - 1, (age) => (period - age) ** 2),
  }),
});
