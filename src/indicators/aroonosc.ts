import { indicator } from './indicator.ts';
import { barsSinceHighest, barsSinceLowest } from './kernels/extreme-age.ts';

/** Aroon oscillator: aroon up − aroon down. */
export const aroonosc = indicator({
  name: 'aroonosc',
  parameters: { period: 14 },
  outputs: ['value'],
  formula: '100·(bars since the lowest low − bars since the highest high of the last period + 1 bars)/period',
  source: 'Tushar Chande, 1995; TA-Lib AROONOSC',
  needsCandles: true,
  warmup: ({ period }) => period,
  memory: ({ period }) => period + 1,
  compute: ({ high, low }, { period }) => {
    const value = barsSinceLowest(low, period + 1);
    const sinceHigh = barsSinceHighest(high, period + 1);
    for (let i = 0; i < value.length; i++) value[i] = (100 * (value[i] - sinceHigh[i])) / period;
    return { value };
  },
});
