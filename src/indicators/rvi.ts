import { indicator } from './indicator.ts';
import { deviationMemory, deviationOf } from './kernels/deviation.ts';
import { averageFades, averageMemory, averageOfSeries, averageWarmup } from './ma.ts';
import { oneOf, SERIES_MATYPES } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Relative volatility index, 0 to 100. */
export const rvi = indicator({
  name: 'rvi',
  parameters: { period: 10, maLen: 14, matype: 1, devtype: 0, sourceType: 'close' },
  limits: { matype: oneOf(...SERIES_MATYPES) },
  outputs: ['value'],
  formula:
    '100·up/(up + down), averages(maLen) of the deviation(period) where x rose and where it did not, of 0 elsewhere and until there is a deviation; 50 where both are 0',
  source: 'Donald Dorsey, TASC 6/1993',
  warmup: ({ maLen, matype }) => averageWarmup(maLen, matype),
  memory: ({ period, maLen, matype, devtype }) => deviationMemory(period, devtype) + 1 + averageMemory(maLen, matype),
  fades: ({ matype }) => averageFades(matype),
  compute: (candles, { period, maLen, matype, devtype, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const deviation = deviationOf(x, period, devtype);
    const rising = new Float64Array(x.length);
    const falling = new Float64Array(x.length);
    for (let i = Math.max(period - 1, 1); i < x.length; i++) {
      rising[i] = x[i] > x[i - 1] ? deviation[i] : 0;
      falling[i] = x[i] > x[i - 1] ? 0 : deviation[i];
    }
    const value = averageOfSeries(rising, maLen, matype);
    const down = averageOfSeries(falling, maLen, matype);
    for (let i = 0; i < value.length; i++) {
      const total = value[i] + down[i];
      value[i] = total === 0 ? 50 : (100 * value[i]) / total;
    }
    return { value };
  },
});
