import { indicator } from './indicator.ts';
import { ratioToBefore, scale } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Rate of change as a ratio, times 100. */
export const rocr100 = indicator({
  name: 'rocr100',
  parameters: { period: 10, sourceType: 'close' },
  outputs: ['value'],
  formula: '100·x/x[i−period]; 0 where x[i−period] is 0',
  source: 'TA-Lib ROCR100',
  warmup: ({ period }) => period,
  memory: ({ period }) => period + 1,
  compute: (candles, { period, sourceType }) => ({
    value: scale(ratioToBefore(sourceOf(candles, sourceType), period), 100),
  }),
});
