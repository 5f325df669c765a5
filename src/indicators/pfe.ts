import { emaMemory, emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { rollingSum } from './kernels/rolling.ts';
import { nanSeries, zeroUntil } from './kernels/series.ts';
import { weightedSum } from './kernels/weighted.ts';
import { whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Polarized fractal efficiency in Jesse's form. */
export const pfe = indicator({
  name: 'pfe',
  parameters: { period: 10, smoothing: 5, sourceType: 'close' },
  limits: { period: whole(2, 1000), smoothing: whole(1) },
  outputs: ['value'],
  formula:
    'ema(smoothing) of ±100·√(d² + period²)/Σ √(1 + change²) over period − 1 changes, d = difference of order period − 1, + where d > 0; 0 in the first period − 1 bars',
  source:
    'Hans Hannula, TASC 1/1994, with the difference of order period − 1 as in Jesse where the author has x − x[i−period]',
  warmup: () => 0,
  memory: ({ period, smoothing }) => period + emaMemory(smoothing),
  fades: () => true,
  compute: (candles, { period, smoothing, sourceType }) => ({
    value: emaOf(efficiency(sourceOf(candles, sourceType), period), smoothing),
  }),
});

function efficiency(x: Float64Array, period: number): Float64Array {
  const steps = nanSeries(x.length);
  for (let i = 1; i < x.length; i++) {
    const move = x[i] - x[i - 1];
    steps[i] = Math.sqrt(1 + move * move);
  }
  const way = rollingSum(steps, period - 1);
  const value = weightedSum(x, differenceWeights(period - 1));
  const rounding = 2 ** period * Number.EPSILON;
  for (let i = 0; i < value.length; i++) {
    const straight = (100 * Math.sqrt(value[i] * value[i] + period * period)) / way[i];
    value[i] = value[i] > rounding * Math.abs(x[i]) ? straight : -straight;
  }
  return zeroUntil(value, period - 1);
}

/** Weights of the repeated difference, oldest first: binomial coefficients with alternating signs. */
function differenceWeights(order: number): Float64Array {
  const weights = new Float64Array(order + 1);
  weights[order] = 1;
  for (let k = 1; k <= order; k++) weights[order - k] = (-weights[order - k + 1] * (order - k + 1)) / k;
  return weights;
}
