import { indicator } from './indicator.ts';
import { difference } from './kernels/series.ts';
import { averageFades, averageMemory, averageOfSeries, averageWarmup } from './ma.ts';
import { oneOf, SERIES_MATYPES } from './parameters.ts';

/** Perry Kaufman's stop: a stop at the usual range of a candle. */
export const kaufmanstop = indicator({
  name: 'kaufmanstop',
  parameters: { period: 22, mult: 2, direction: 'long', matype: 0 },
  limits: { matype: oneOf(...SERIES_MATYPES) },
  outputs: ['value'],
  formula: 'long: low − mult·ma(high − low, period); short: high + mult·ma(high − low, period)',
  source: 'Perry Kaufman, Trading Systems and Methods, 2013',
  needsCandles: true,
  warmup: ({ period, matype }) => averageWarmup(period, matype),
  memory: ({ period, matype }) => averageMemory(period, matype),
  fades: ({ matype }) => averageFades(matype),
  compute: ({ high, low }, { period, mult, direction, matype }) => {
    const value = averageOfSeries(difference(high, low), period, matype);
    const isLong = direction === 'long';
    for (let i = 0; i < value.length; i++) value[i] = isLong ? low[i] - mult * value[i] : high[i] + mult * value[i];
    return { value };
  },
});
