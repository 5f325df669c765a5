import { indicator } from './indicator.ts';
import { deviationMemory, deviationOf } from './kernels/deviation.ts';
import { highest, lowest, rollingMean } from './kernels/rolling.ts';
import { difference } from './kernels/series.ts';

/** Kase's dev stop: a stop at the usual range of two bars plus some deviations of it. */
export const devstop = indicator({
  name: 'devstop',
  parameters: { period: 20, mult: 0, devtype: 0, direction: 'long' },
  outputs: ['value'],
  formula:
    'r = highest high(2) − lowest low(2), s = sma(r, period) + mult·deviation(r, period); long: highest(high − s, period), short: lowest(low + s, period)',
  source: 'Cynthia Kase, Trading with the Odds, 1996',
  needsCandles: true,
  warmup: ({ period }) => 2 * period - 1,
  memory: ({ period, devtype }) => period + deviationMemory(period, devtype),
  compute: ({ high, low }, { period, mult, devtype, direction }) => {
    const range = difference(highest(high, 2), lowest(low, 2));
    const distance = rollingMean(range, period);
    const deviation = deviationOf(range, period, devtype);
    const isLong = direction === 'long';
    for (let i = 0; i < distance.length; i++) {
      distance[i] += mult * deviation[i];
      distance[i] = isLong ? high[i] - distance[i] : low[i] + distance[i];
    }
    return { value: isLong ? highest(distance, period) : lowest(distance, period) };
  },
});
