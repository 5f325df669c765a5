import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { sourceOf } from './source.ts';

/** Excess kurtosis: how heavy the tails of the last values are; 0 for a normal distribution. */
export const kurtosis = indicator({
  name: 'kurtosis',
  parameters: { period: 5, sourceType: 'hl2' },
  outputs: ['value'],
  formula: 'm4/m2² − 3, central moments of the last period values; NaN when they are equal',
  source: 'Karl Pearson, 1905; scipy.stats.kurtosis',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const value = rollingMean(x, period);
    for (let i = period - 1; i < x.length; i++) value[i] = kurtosisOf(x, i - period + 1, i, value[i]);
    return { value };
  },
});

/** Two passes over the window: fourth powers of running sums would lose all digits. */
function kurtosisOf(x: Float64Array, from: number, to: number, mean: number): number {
  let second = 0;
  let fourth = 0;
  for (let k = from; k <= to; k++) {
    const square = (x[k] - mean) * (x[k] - mean);
    second += square;
    fourth += square * square;
  }
  return ((to - from + 1) * fourth) / (second * second) - 3;
}
