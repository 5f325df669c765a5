import { indicator } from './indicator.ts';
import { meanDistance } from './kernels/deviation.ts';
import { sourceOf } from './source.ts';

/** Mean absolute deviation. */
export const meanAd = indicator({
  name: 'meanAd',
  parameters: { period: 5, sourceType: 'hl2' },
  outputs: ['value'],
  formula:
    'mean over the last period values of the distance that each has from the mean of the period values ending with it; the first period − 1 values have no such mean and do not count',
  source: 'Jesse',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => 2 * period - 1,
  compute: (candles, { period, sourceType }) => ({ value: meanDistance(sourceOf(candles, sourceType), period) }),
});
