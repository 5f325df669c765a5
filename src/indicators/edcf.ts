import { indicator } from './indicator.ts';
import { rollingMean, rollingSum } from './kernels/rolling.ts';
import { rollingVariance } from './kernels/variance.ts';
import { sourceOf } from './source.ts';

/** Ehlers' distance coefficient filter: values far from those before them weigh more. */
export const edcf = indicator({
  name: 'edcf',
  parameters: { period: 15, sourceType: 'hl2' },
  outputs: ['value'],
  formula:
    'mean of the last period values, each weighing Σ (x[i] − x[i−k])² over k = 1 to period − 1; their plain mean when none moved; NaN in the first 2·period bars',
  source: 'John Ehlers, Ehlers Filters, 2001',
  differs: 'When none of the values moved, Jesse gives 0, which is no average of prices.',
  warmup: ({ period }) => 2 * period,
  memory: ({ period }) => 2 * period,
  compute: (candles, { period, sourceType }) => ({ value: edcfOf(sourceOf(candles, sourceType), period) }),
});

/** Filters a series in O(1) a bar: squared distances from a window are its variance plus that of its mean. */
function edcfOf(x: Float64Array, period: number): Float64Array {
  const mean = rollingMean(x, period);
  const weight = rollingVariance(x, period);
  const weighted = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    weight[i] += (x[i] - mean[i]) ** 2;
    weighted[i] = weight[i] * x[i];
  }
  const total = rollingSum(weight, period);
  const out = rollingSum(weighted, period);
  for (let i = 0; i < out.length; i++) out[i] = total[i] === 0 ? mean[i] : out[i] / total[i];
  return out.fill(Number.NaN, 0, 2 * period);
}
