import { indicator } from './indicator.ts';
import { ratioToBefore } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Rate of change as a ratio. */
export const rocr = indicator({
  name: 'rocr',
  parameters: { period: 10, sourceType: 'close' },
  outputs: ['value'],
  formula: 'x/x[i−period]; 0 where x[i−period] is 0',
  source: 'TA-Lib ROCR',
  warmup: ({ period }) => period,
  memory: ({ period }) => period + 1,
  compute: (candles, { period, sourceType }) => ({ value: ratioToBefore(sourceOf(candles, sourceType), period) }),
});
