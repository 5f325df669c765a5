import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { sourceOf } from './source.ts';

/** Simple moving average. */
export const sma = indicator({
  name: 'sma',
  parameters: { period: 5, sourceType: 'close' },
  outputs: ['value'],
  formula: 'mean of the last period values',
  source: 'TA-Lib SMA',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({ value: rollingMean(sourceOf(candles, sourceType), period) }),
});
