import { indicator } from './indicator.ts';
import { highest, lowest } from './kernels/rolling.ts';
import { middleOf } from './kernels/series.ts';

/** Donchian channel. */
export const donchian = indicator({
  name: 'donchian',
  parameters: { period: 20 },
  outputs: ['upperband', 'middleband', 'lowerband'],
  formula: 'highest high and lowest low of the last period candles, and their middle',
  source: 'Richard Donchian',
  needsCandles: true,
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: ({ high, low }, { period }) => {
    const upperband = highest(high, period);
    const lowerband = lowest(low, period);
    return { upperband, middleband: middleOf(upperband, lowerband), lowerband };
  },
});
