import { indicator } from './indicator.ts';
import { difference } from './kernels/series.ts';
import { averageFades, averageMemory, averageOf, averageWarmup } from './ma.ts';

/** Absolute price oscillator. */
export const apo = indicator({
  name: 'apo',
  parameters: { fastPeriod: 12, slowPeriod: 26, matype: 0, sourceType: 'close' },
  outputs: ['value'],
  formula: 'ma(fastPeriod) − ma(slowPeriod)',
  source: 'TA-Lib APO',
  warmup: ({ fastPeriod, slowPeriod, matype }) =>
    Math.max(averageWarmup(fastPeriod, matype), averageWarmup(slowPeriod, matype)),
  memory: ({ fastPeriod, slowPeriod, matype }) =>
    Math.max(averageMemory(fastPeriod, matype), averageMemory(slowPeriod, matype)),
  fades: ({ matype }) => averageFades(matype),
  compute: (candles, { fastPeriod, slowPeriod, matype, sourceType }) => ({
    value: difference(
      averageOf(candles, fastPeriod, matype, sourceType),
      averageOf(candles, slowPeriod, matype, sourceType),
    ),
  }),
});
