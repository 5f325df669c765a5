import { indicator } from './indicator.ts';
import { weightedMeanAfter } from './kernels/weighted.ts';
import { sourceOf } from './source.ts';

/** Square weighted moving average. */
export const sqwma = indicator({
  name: 'sqwma',
  parameters: { period: 14, sourceType: 'close' },
  outputs: ['value'],
  formula:
    'mean of the last period − 1 values, the one k bars back weighing (period − k)²; the first period + 1 values are those of x',
  source: 'Jesse',
  warmup: () => 0,
  memory: ({ period }) => period + 1,
  compute: (candles, { period, sourceType }) => ({
    value: weightedMeanAfter(sourceOf(candles, sourceType), period + 1, period - 1, (age) => (period - age) ** 2),
  }),
});
