import { indicator } from './indicator.ts';
import { rollingMedianDeviation } from './kernels/deviation.ts';
import { sourceOf } from './source.ts';

/** Median absolute deviation. */
export const medianAd = indicator({
  name: 'medianAd',
  parameters: { period: 5, sourceType: 'hl2' },
  outputs: ['value'],
  formula: 'median distance of the last period values from their median',
  source: 'F. R. Hampel, JASA 69, 1974',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({
    value: rollingMedianDeviation(sourceOf(candles, sourceType), period),
  }),
});
