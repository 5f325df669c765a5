import { indicator } from './indicator.ts';
import { nanSeries } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Smoothed changes up to here count as none. */
const LEAST_WAY = 1e-12;

/** Relative strength smoothed as by Jurik, 0 to 100. */
export const rsx = indicator({
  name: 'rsx',
  parameters: { period: 14, sourceType: 'close' },
  outputs: ['value'],
  formula:
    '50·(1 + smooth change/smooth |change|); to smooth is, three times, 1.5·f − 0.5·g with f and g exponential averages in a row of weight 3/(period + 2); 50 without changes, and in the first max(period − 1, 5) of the bars, which begin with bar period',
  source: 'Mark Jurik’s RSX as published for MetaTrader',
  differs: 'When nothing moved in the first bars, Jesse goes on to give 50 for as many bars again.',
  warmup: ({ period }) => period,
  memory: ({ period }) => 2 * smoothingMemory(3 / (period + 2)),
  fades: () => true,
  compute: (candles, { period, sourceType }) => ({ value: strengthOf(sourceOf(candles, sourceType), period) }),
});

/** Runs both smoothings in one loop: each alone would wait for its own last step, which took twice the time. */
function strengthOf(x: Float64Array, period: number): Float64Array {
  const out = nanSeries(x.length);
  const weight = 3 / (period + 2);
  const silence = Math.max(period - 1, 5);
  let [a, b, c, d, e, f] = [0, 0, 0, 0, 0, 0];
  let [p, q, r, s, t, u] = [0, 0, 0, 0, 0, 0];
  let before = Number.NaN;
  let bars = 0;
  for (let i = period; i < x.length; i++) {
    if (Number.isNaN(x[i])) continue;
    const move = Number.isNaN(before) ? 0 : x[i] - before;
    before = x[i];
    a += weight * (move - a);
    b += weight * (a - b);
    c += weight * (1.5 * a - 0.5 * b - c);
    d += weight * (c - d);
    e += weight * (1.5 * c - 0.5 * d - e);
    f += weight * (e - f);
    p += weight * (Math.abs(move) - p);
    q += weight * (p - q);
    r += weight * (1.5 * p - 0.5 * q - r);
    s += weight * (r - s);
    t += weight * (1.5 * r - 0.5 * s - t);
    u += weight * (t - u);
    const way = 1.5 * t - 0.5 * u;
    const share = bars >= silence && way > LEAST_WAY ? (1.5 * e - 0.5 * f) / way : 0;
    out[i] = 50 + 50 * Math.min(Math.max(share, -1), 1);
    bars++;
  }
  return out;
}
