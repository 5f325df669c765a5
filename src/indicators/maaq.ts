import { indicator } from './indicator.ts';
import { rollingSum } from './kernels/rolling.ts';
import { nanSeries } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Adaptive Q moving average: faster the straighter the way of the price. */
export const maaq = indicator({
  name: 'maaq',
  parameters: { period: 11, fastPeriod: 2, slowPeriod: 30, sourceType: 'close' },
  outputs: ['value'],
  formula:
    'maaq[i] = maaq[i−1] + c²·(x[i] − maaq[i−1]), c = q·2/(fastPeriod + 1) + 2/(slowPeriod + 1), q = |x[i] − x[i−period]|/Σ|changes|; from x[period − 1]; x itself in the first period bars',
  source: 'Jesse; after Perry Kaufman',
  warmup: () => 0,
  memory: ({ period, slowPeriod }) => period + smoothingMemory((2 / (slowPeriod + 1)) ** 2),
  fades: () => true,
  compute: (candles, { period, fastPeriod, slowPeriod, sourceType }) => ({
    value: maaqOf(sourceOf(candles, sourceType), period, fastPeriod, slowPeriod),
  }),
});

function maaqOf(x: Float64Array, period: number, fastPeriod: number, slowPeriod: number): Float64Array {
  const out = nanSeries(x.length);
  out.set(x.subarray(0, period));
  const way = nanSeries(x.length);
  for (let i = 1; i < x.length; i++) way[i] = Math.abs(x[i] - x[i - 1]);
  const noise = rollingSum(way, period);
  const fast = 2 / (fastPeriod + 1);
  const slow = 2 / (slowPeriod + 1);
  let value = x[period - 1];
  for (let i = period; i < x.length; i++) {
    const straightness = noise[i] === 0 ? 0 : Math.abs(x[i] - x[i - period]) / noise[i];
    const next = value + (straightness * fast + slow) ** 2 * (x[i] - value);
    out[i] = next;
    if (!Number.isNaN(next)) value = next;
  }
  return out;
}
