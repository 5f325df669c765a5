import { indicator } from './indicator.ts';
import { highest, lowest } from './kernels/rolling.ts';
import { middleOf } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Middle of the highest and lowest value. */
export const midpoint = indicator({
  name: 'midpoint',
  parameters: { period: 14, sourceType: 'close' },
  outputs: ['value'],
  formula: '(highest x + lowest x)/2 over the last period values',
  source: 'TA-Lib MIDPOINT',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    return { value: middleOf(highest(x, period), lowest(x, period)) };
  },
});
