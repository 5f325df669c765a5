import { indicator } from './indicator.ts';
import { rateOfChange } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Rate of change in percent. */
export const roc = indicator({
  name: 'roc',
  parameters: { period: 10, sourceType: 'close' },
  outputs: ['value'],
  formula: '100·(x/x[i−period] − 1); 0 where x[i−period] is 0',
  source: 'TA-Lib ROC',
  warmup: ({ period }) => period,
  memory: ({ period }) => period + 1,
  compute: (candles, { period, sourceType }) => ({ value: rateOfChange(sourceOf(candles, sourceType), period) }),
});
