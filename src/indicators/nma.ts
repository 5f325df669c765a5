import { indicator } from './indicator.ts';
import { rollingSum } from './kernels/rolling.ts';
import { nanSeries } from './kernels/series.ts';
import { weightedSum } from './kernels/weighted.ts';
import { sourceOf } from './source.ts';

/** Natural moving average. */
export const nma = indicator({
  name: 'nma',
  parameters: { period: 40, sourceType: 'close' },
  outputs: ['value'],
  formula:
    'r·x[i−period+1] + (1 − r)·x[i−period], r = Σ m·(√(k + 1) − √k)/Σ m over the last period moves m = |ln x − ln x before|, k bars back; NaN in the first period + 1 bars',
  source: 'Jim Sloman, Ocean Theory, 2000',
  warmup: ({ period }) => period + 1,
  memory: ({ period }) => period + 1,
  compute: (candles, { period, sourceType }) => ({ value: nmaOf(sourceOf(candles, sourceType), period) }),
});

/** Price that counts for those at or below zero, which have no logarithm. */
const LOWEST_PRICE = 1e-10;

function nmaOf(x: Float64Array, period: number): Float64Array {
  if (x.length <= period) return nanSeries(x.length);
  const moves = nanSeries(x.length);
  let before = Math.log(Math.max(x[0], LOWEST_PRICE));
  for (let i = 1; i < x.length; i++) {
    const now = Math.log(Math.max(x[i], LOWEST_PRICE));
    moves[i] = Math.abs(now - before);
    before = now;
  }
  const age = (k: number): number => period - 1 - k;
  const weights = Float64Array.from({ length: period }, (_, k) => Math.sqrt(age(k) + 1) - Math.sqrt(age(k)));
  const value = weightedSum(moves, weights);
  const total = rollingSum(moves, period);
  for (let i = period; i < x.length; i++) {
    const ratio = total[i] === 0 ? 0 : value[i] / total[i];
    value[i] = ratio * x[i - period + 1] + (1 - ratio) * x[i - period];
  }
  return value.fill(Number.NaN, 0, period + 1);
}
