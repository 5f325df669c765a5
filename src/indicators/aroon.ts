import { indicator } from './indicator.ts';
import { barsSinceHighest, barsSinceLowest } from './kernels/extreme-age.ts';

/** Aroon: the age of the extremes, 100 for now, 0 for `period` bars ago. */
export const aroon = indicator({
  name: 'aroon',
  parameters: { period: 14 },
  outputs: ['down', 'up'],
  formula:
    '100·(period − bars since the lowest low or highest high of the last period + 1 bars, of equal ones the oldest)/period',
  source: 'Tushar Chande, 1995; TA-Lib AROON',
  needsCandles: true,
  warmup: ({ period }) => period,
  memory: ({ period }) => period + 1,
  compute: ({ high, low }, { period }) => ({
    down: recency(barsSinceLowest(low, period + 1), period),
    up: recency(barsSinceHighest(high, period + 1), period),
  }),
});

function recency(age: Float64Array, period: number): Float64Array {
  for (let i = 0; i < age.length; i++) age[i] = (100 * (period - age[i])) / period;
  return age;
}
