import { indicator } from './indicator.ts';
import { deviationMemory, deviationOf } from './kernels/deviation.ts';
import { averageFades, averageMemory, averageOf, averageWarmup } from './ma.ts';
import { sourceOf } from './source.ts';

/** Distance from the average in deviations. */
export const zscore = indicator({
  name: 'zscore',
  parameters: { period: 14, matype: 0, nbdev: 1, devtype: 0, sourceType: 'close' },
  outputs: ['value'],
  formula: '(x − average(period))/(nbdev·deviation(period)); 0 without deviation',
  source: 'Jesse; pandas-ta ZSCORE',
  warmup: ({ period, matype }) => Math.max(period - 1, averageWarmup(period, matype)),
  memory: ({ period, matype, devtype }) => Math.max(deviationMemory(period, devtype), averageMemory(period, matype)),
  fades: ({ matype }) => averageFades(matype),
  compute: (candles, { period, matype, nbdev, devtype, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const value = averageOf(candles, period, matype, sourceType);
    const deviation = deviationOf(x, period, devtype);
    for (let i = 0; i < value.length; i++) {
      const width = nbdev * deviation[i];
      value[i] = width === 0 ? 0 * value[i] : (x[i] - value[i]) / width;
    }
    return { value };
  },
});
