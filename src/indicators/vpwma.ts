import { indicator } from './indicator.ts';
import { weightedMean } from './kernels/weighted.ts';
import { between, whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Power weighted moving average. */
export const vpwma = indicator({
  name: 'vpwma',
  parameters: { period: 14, power: 0.382, sourceType: 'close' },
  limits: { period: whole(2), power: between(-10, 100) },
  outputs: ['value'],
  formula: 'mean of the last period − 1 values, the one k bars back weighing (period − k)^power',
  source: 'Jesse',
  warmup: ({ period }) => period - 2,
  memory: ({ period }) => period - 1,
  compute: (candles, { period, power, sourceType }) => ({
    value: weightedMean(sourceOf(candles, sourceType), period - 1, (age) => ((period - age) / period) ** power),
  }),
});
