import { indicator } from './indicator.ts';
import { nanSeries } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Relative strength smoothed as by Jurik, 0 to 100. */
export const rsx = indicator({
  name: 'rsx',
  parameters: { period: 14, sourceType: 'close' },
  outputs: ['value'],
  formula:
    '50·(1 + smooth change/smooth |change|); to smooth is, three times, 1.5·f − 0.5·g with f and g exponential averages in a row of weight 3/(period + 2); 50 without changes',
  source: 'Mark Jurik’s RSX as published for MetaTrader',
  warmup: ({ period }) => Math.max(period - 1, 5),
  memory: ({ period }) => 2 * smoothingMemory(3 / (period + 2)),
  compute: (candles, { period, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const moves = new Float64Array(x.length);
    const sizes = new Float64Array(x.length);
    for (let i = 1; i < x.length; i++) {
      moves[i] = x[i] - x[i - 1];
      sizes[i] = Math.abs(moves[i]);
    }
    const weight = 3 / (period + 2);
    const [up, way] = [smoothThrice(moves, weight), smoothThrice(sizes, weight)];
    const value = nanSeries(x.length);
    for (let i = Math.max(period - 1, 5); i < x.length; i++) {
      value[i] = way[i] > 0 ? Math.min(Math.max(50 * (1 + up[i] / way[i]), 0), 100) : 50;
    }
    return { value };
  },
});

function smoothThrice(x: Float64Array, weight: number): Float64Array {
  const out = new Float64Array(x.length);
  let [a, b, c, d, e, f] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i])) continue;
    a += weight * (x[i] - a);
    b += weight * (a - b);
    const first = 1.5 * a - 0.5 * b;
    c += weight * (first - c);
    d += weight * (c - d);
    const second = 1.5 * c - 0.5 * d;
    e += weight * (second - e);
    f += weight * (e - f);
    out[i] = 1.5 * e - 0.5 * f;
  }
  return out;
}
