import { indicator } from './indicator.ts';
import { highest, lowest } from './kernels/rolling.ts';

/** Williams' %R, −100 to 0. */
export const willr = indicator({
  name: 'willr',
  parameters: { period: 14 },
  outputs: ['value'],
  formula:
    '−100·(highest high − close)/(highest high − lowest low) over the last period candles; 0 where they are equal',
  source: 'Larry Williams; TA-Lib WILLR',
  needsCandles: true,
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: ({ high, low, close }, { period }) => {
    const value = highest(high, period);
    const bottom = lowest(low, period);
    for (let i = 0; i < value.length; i++) {
      const range = value[i] - bottom[i];
      value[i] = range === 0 ? 0 : (-100 * (value[i] - close[i])) / range;
    }
    return { value };
  },
});
