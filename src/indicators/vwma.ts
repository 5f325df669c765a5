import { indicator } from './indicator.ts';
import { rollingWeightedMean } from './kernels/volume-weighted.ts';
import { sourceOf } from './source.ts';

/** Volume weighted moving average. */
export const vwma = indicator({
  name: 'vwma',
  parameters: { period: 20, sourceType: 'close' },
  outputs: ['value'],
  formula: 'Σ x·volume/Σ volume over the last period candles; x where there was no volume',
  source: 'Tulip vwma',
  needsCandles: true,
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({
    value: rollingWeightedMean(sourceOf(candles, sourceType), candles.volume, period),
  }),
});
