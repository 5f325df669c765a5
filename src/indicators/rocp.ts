import { indicator } from './indicator.ts';
import { nanSeries } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Rate of change as a fraction. */
export const rocp = indicator({
  name: 'rocp',
  parameters: { period: 10, sourceType: 'close' },
  outputs: ['value'],
  formula: '(x − x[i−period])/x[i−period]; 0 where x[i−period] is 0',
  source: 'TA-Lib ROCP',
  warmup: ({ period }) => period,
  memory: ({ period }) => period + 1,
  compute: (candles, { period, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const value = nanSeries(x.length);
    for (let i = period; i < x.length; i++) {
      const before = x[i - period];
      value[i] = before === 0 ? 0 : (x[i] - before) / before;
    }
    return { value };
  },
});
