import { indicator } from './indicator.ts';
import { highest, lowest } from './kernels/rolling.ts';
import { middleOf } from './kernels/series.ts';

/** Middle of the highest high and the lowest low. */
export const midprice = indicator({
  name: 'midprice',
  parameters: { period: 14 },
  outputs: ['value'],
  formula: '(highest high + lowest low)/2 over the last period candles',
  source: 'TA-Lib MIDPRICE',
  needsCandles: true,
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: ({ high, low }, { period }) => ({ value: middleOf(highest(high, period), lowest(low, period)) }),
});
