import { indicator } from './indicator.ts';
import { weightedMeanAfter } from './kernels/weighted.ts';
import { between } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Power weighted moving average. */
export const vpwma = indicator({
  name: 'vpwma',
  parameters: { period: 14, power: 0.382, sourceType: 'close' },
  limits: { power: between(-10, 100) },
  outputs: ['value'],
  formula:
    'mean of the last period − 1 values, the one k bars back weighing (period − k)^power; the first period + 1 values are those of x',
  source: 'Jesse',
  warmup: () => 0,
  memory: ({ period }) => period + 1,
  compute: (candles, { period, power, sourceType }) => ({
    value: weightedMeanAfter(
      sourceOf(candles, sourceType),
      period + 1,
      period - 1,
      (age) => ((period - age) / period) ** power,
    ),
  }),
});
