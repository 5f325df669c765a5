import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { sourceOf } from './source.ts';

/** Mean absolute deviation. */
export const meanAd = indicator({
  name: 'meanAd',
  parameters: { period: 5, sourceType: 'hl2' },
  outputs: ['value'],
  formula:
    'mean over the last period values of the distance each had from the mean of the period values ending with it',
  source: 'Jesse',
  warmup: ({ period }) => 2 * (period - 1),
  memory: ({ period }) => 2 * period - 1,
  compute: (candles, { period, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const distance = rollingMean(x, period);
    for (let i = 0; i < distance.length; i++) distance[i] = Math.abs(x[i] - distance[i]);
    return { value: rollingMean(distance, period) };
  },
});
