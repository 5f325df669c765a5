import { indicator } from './indicator.ts';
import { barsSinceHighest, barsSinceLowest } from './kernels/extreme-age.ts';

/** Aroon oscillator: how much more recent the high is than the low. */
export const aroonosc = indicator({
  name: 'aroonosc',
  parameters: { period: 14 },
  outputs: ['value'],
  formula:
    '100·(bars since the lowest low − bars since the highest high of the last period bars)/period, of equal ones the oldest',
  source: 'Tushar Chande, 1995; TA-Lib AROONOSC looks at period + 1 bars',
  needsCandles: true,
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: ({ high, low }, { period }) => {
    const value = barsSinceLowest(low, period);
    const sinceHigh = barsSinceHighest(high, period);
    for (let i = 0; i < value.length; i++) value[i] = (100 * (value[i] - sinceHigh[i])) / period;
    return { value };
  },
});
