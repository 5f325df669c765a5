import { emaMemory } from './ema.ts';
import { indicator } from './indicator.ts';
import { difference, rateOfChange } from './kernels/series.ts';
import { smoothed } from './kernels/smoothing.ts';

/** Chaikin's volatility: growth of the average range. */
export const cvi = indicator({
  name: 'cvi',
  parameters: { period: 5 },
  outputs: ['value'],
  formula:
    'percent change over period bars of e = ema(high − low, period), seeded with the first range; 0 where e was 0',
  source: 'Marc Chaikin; Tulip Indicators cvi',
  needsCandles: true,
  warmup: ({ period }) => 2 * period - 1,
  memory: ({ period }) => emaMemory(period) + period,
  compute: ({ high, low }, { period }) => {
    const value = rateOfChange(smoothed(difference(high, low), 2 / (period + 1), 1), period);
    return { value: value.fill(Number.NaN, 0, 2 * period - 1) };
  },
});
