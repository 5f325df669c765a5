import { indicator } from './indicator.ts';
import { smoothingMemory, wilderMean } from './kernels/smoothing.ts';
import { trueRange } from './kernels/true-range.ts';
import { averageMemory, averageOf, averageWarmup } from './ma.ts';

/** Keltner channel. */
export const keltner = indicator({
  name: 'keltner',
  parameters: { period: 20, multiplier: 2, matype: 1, sourceType: 'close' },
  outputs: ['upperband', 'middleband', 'lowerband'],
  formula: 'middle = ma(period), upper and lower = middle ± multiplier·atr(period)',
  source: 'Chester Keltner, 1960, in Linda Raschke’s form',
  needsCandles: true,
  warmup: ({ period, matype }) => Math.max(period - 1, averageWarmup(period, matype)),
  memory: ({ period, matype }) => Math.max(smoothingMemory(1 / period), averageMemory(period, matype)),
  fades: () => true,
  compute: (candles, { period, multiplier, matype, sourceType }) => {
    const middleband = averageOf(candles, period, matype, sourceType);
    const upperband = wilderMean(trueRange(candles), period);
    const lowerband = new Float64Array(upperband.length);
    for (let i = 0; i < lowerband.length; i++) {
      lowerband[i] = middleband[i] - multiplier * upperband[i];
      upperband[i] = middleband[i] + multiplier * upperband[i];
    }
    return { upperband, middleband, lowerband };
  },
});
