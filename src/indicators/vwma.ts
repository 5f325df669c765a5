import { indicator } from './indicator.ts';
import { weightedMeanSoFar } from './kernels/volume-weighted.ts';
import { sourceOf } from './source.ts';

/** Volume weighted moving average. */
export const vwma = indicator({
  name: 'vwma',
  parameters: { period: 20, sourceType: 'close' },
  outputs: ['value'],
  formula: 'Σ x·volume/Σ volume over the last period candles, or all so far; NaN where there was no volume',
  source: 'Jesse; Tulip vwma begins when there are period candles',
  needsCandles: true,
  warmup: () => 0,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({
    value: weightedMeanSoFar(sourceOf(candles, sourceType), candles.volume, period),
  }),
});
