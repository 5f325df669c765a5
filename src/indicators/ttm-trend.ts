import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { zeroUntil } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** TTM trend: 1 when the close is above the mean, else 0. */
export const ttmTrend = indicator({
  name: 'ttmTrend',
  parameters: { period: 5, sourceType: 'hl2' },
  outputs: ['value'],
  formula: '1 if close > mean of the last period values, else 0, also until there are as many',
  source: 'John Carter, Mastering the Trade, 2005',
  warmup: () => 0,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => {
    const value = rollingMean(sourceOf(candles, sourceType), period);
    for (let i = period - 1; i < value.length; i++) value[i] = candles.close[i] > value[i] ? 1 : 0;
    return { value: zeroUntil(value, period - 1) };
  },
});
