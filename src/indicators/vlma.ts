import { indicator } from './indicator.ts';
import { deviationOf } from './kernels/deviation.ts';
import { nanSeries } from './kernels/series.ts';
import { rollingDeviationSoFar } from './kernels/variance.ts';
import { averageOf } from './ma.ts';
import { sourceOf } from './source.ts';

/** Variable length moving average: slower near its mean, faster far from it. */
export const vlma = indicator({
  name: 'vlma',
  parameters: { minPeriod: 5, maxPeriod: 50, matype: 0, devtype: 0, sourceType: 'close' },
  outputs: ['value'],
  formula:
    'ema of x whose period grows by 1 (to maxPeriod) while x is within 0.25 deviations of its average(maxPeriod) and shrinks by 1 (to minPeriod) beyond 1.75; from x and maxPeriod, which stays while there is no average',
  source: 'George R. Arrington, TASC 6/1991, as in Jesse',
  warmup: () => 0,
  compute: (candles, { minPeriod, maxPeriod, matype, devtype, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const mean = averageOf(candles, maxPeriod, matype, sourceType);
    const deviation = devtype === 0 ? rollingDeviationSoFar(x, maxPeriod) : deviationOf(x, maxPeriod, devtype);
    const value = nanSeries(x.length);
    let period = maxPeriod;
    let last = x[0];
    for (let i = 0; i < x.length; i++) {
      if (Number.isNaN(x[i])) continue;
      const distance = Math.abs(x[i] - mean[i]);
      if (distance <= 0.25 * deviation[i]) period++;
      else if (distance > 1.75 * deviation[i]) period--;
      period = Math.min(Math.max(period, minPeriod), maxPeriod);
      last += (2 / (period + 1)) * (x[i] - last);
      value[i] = last;
    }
    return { value };
  },
});
