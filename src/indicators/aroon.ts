import { indicator } from './indicator.ts';
import { barsSinceHighest, barsSinceLowest } from './kernels/extreme-age.ts';

/** Aroon: how recent the extremes are, 100 for now, 0 for `period` bars ago. */
export const aroon = indicator({
  name: 'aroon',
  parameters: { period: 14 },
  outputs: ['down', 'up'],
  formula: '100·(period − bars since the lowest low or highest high of the last period + 1 bars)/period',
  source: 'Tushar Chande, 1995; TA-Lib AROON',
  needsCandles: true,
  warmup: ({ period }) => period,
  memory: ({ period }) => period + 1,
  compute: ({ high, low }, { period }) => ({
    down: barsSinceLowest(low, period + 1).map((age) => (100 * (period - age)) / period),
    up: barsSinceHighest(high, period + 1).map((age) => (100 * (period - age)) / period),
  }),
});
