import { indicator } from './indicator.ts';
import { highest, lowest } from './kernels/rolling.ts';

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
  compute: ({ high, low, length }, { period }) => {
    const upperband = highest(high, period);
    const lowerband = lowest(low, period);
    const middleband = new Float64Array(length);
    for (let i = 0; i < length; i++) middleband[i] = (upperband[i] + lowerband[i]) / 2;
    return { upperband, middleband, lowerband };
  },
});
