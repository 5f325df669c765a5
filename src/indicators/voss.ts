import { indicator } from './indicator.ts';
import { nanSeries, zeroUntil } from './kernels/series.ts';
import { between, whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Voss predictive filter: a bandpass and its continuation. */
export const voss = indicator({
  name: 'voss',
  parameters: { period: 20, predict: 3, bandwith: 0.25, sourceType: 'close' },
  limits: { period: whole(2), predict: whole(1, 1000), bandwith: between(0.001, 1) },
  outputs: ['voss', 'filt'],
  formula:
    'filt = (1 − s)/2·(x − x[i−2]) + f·(1 + s)·filt[i−1] − s·filt[i−2], f = cos(2π/period), g = cos(bandwith·2π/period), s = 1/g − √(1/g² − 1); voss = (3 + n)/2·filt − Σ (k/n)·voss[i−n−1+k] for k to n = 3·predict; both 0 up to bar max(period, 5, n)',
  source: 'John F. Ehlers, A Peek Into the Future, TASC 8/2019',
  warmup: () => 0,
  compute: (candles, { period, predict, bandwith, sourceType }) => {
    const filt = bandpassed(sourceOf(candles, sourceType), period, bandwith, startOf(period, predict));
    return { voss: predicted(filt, 3 * predict), filt };
  },
});

function startOf(period: number, predict: number): number {
  return Math.max(period, 5, 3 * predict) + 1;
}

function bandpassed(x: Float64Array, period: number, bandwidth: number, start: number): Float64Array {
  const out = zeroUntil(nanSeries(x.length), start);
  const centre = Math.cos((2 * Math.PI) / period);
  const edge = Math.cos((bandwidth * 2 * Math.PI) / period);
  const s = 1 / edge - Math.sqrt(1 / (edge * edge) - 1);
  let one = 0;
  let two = 0;
  for (let i = start; i < x.length; i++) {
    const next = 0.5 * (1 - s) * (x[i] - x[i - 2]) + centre * (1 + s) * one - s * two;
    out[i] = next;
    if (Number.isNaN(next)) continue;
    two = one;
    one = next;
  }
  return out;
}

function predicted(filt: Float64Array, order: number): Float64Array {
  const out = nanSeries(filt.length);
  const values = new Float64Array(filt.length + order);
  const weights = Float64Array.from({ length: order }, (_, k) => (k + 1) / order);
  for (let i = 0; i < filt.length; i++) {
    if (Number.isNaN(filt[i])) continue;
    let sum = 0;
    for (let k = 0; k < order; k++) sum += weights[k] * values[i + k];
    out[i] = ((3 + order) / 2) * filt[i] - sum;
    values[i + order] = out[i];
  }
  return out;
}
