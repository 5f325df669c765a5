import { indicator } from './indicator.ts';
import { nanSeries } from './kernels/series.ts';
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
  compute: (candles, { period, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const value = nanSeries(x.length);
    for (let i = period; i < x.length; i++) {
      const before = x[i - period];
      value[i] = before === 0 ? 0 : (100 * x[i]) / before;
    }
    return { value };
  },
});
