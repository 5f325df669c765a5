import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { nanSeries } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Detrended price oscillator. */
export const dpo = indicator({
  name: 'dpo',
  parameters: { period: 5, sourceType: 'close' },
  outputs: ['value'],
  formula: 'x[i − ⌊period/2⌋ − 1] − sma(x, period)[i], from bar period + ⌊period/2⌋ on',
  source: 'Tulip Indicators dpo',
  warmup: ({ period }) => period - 1 + backOf(period),
  memory: ({ period }) => period - 1 + backOf(period),
  compute: (candles, { period, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const mean = rollingMean(x, period);
    const back = backOf(period);
    const value = nanSeries(x.length);
    for (let i = period - 1 + back; i < value.length; i++) value[i] = x[i - back] - mean[i];
    return { value };
  },
});

function backOf(period: number): number {
  return Math.floor(period / 2) + 1;
}
