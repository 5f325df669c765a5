import { indicator } from './indicator.ts';
import { difference } from './kernels/series.ts';
import { averageFades, averageMemory, averageOf, averageWarmup } from './ma.ts';

/** Elder-ray index: the power of bulls and of bears. */
export const eri = indicator({
  name: 'eri',
  parameters: { period: 13, matype: 1, sourceType: 'close' },
  outputs: ['bull', 'bear'],
  formula: 'bull = high − ma(period), bear = low − ma(period)',
  source: 'Alexander Elder, Trading for a Living, 1993',
  needsCandles: true,
  warmup: ({ period, matype }) => averageWarmup(period, matype),
  memory: ({ period, matype }) => averageMemory(period, matype),
  fades: ({ matype }) => averageFades(matype),
  compute: (candles, { period, matype, sourceType }) => {
    const average = averageOf(candles, period, matype, sourceType);
    return { bull: difference(candles.high, average), bear: difference(candles.low, average) };
  },
});
