import { indicator } from './indicator.ts';
import { rollingSum, rollingSumSoFar } from './kernels/rolling.ts';
import { nanSeries } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/**
 * Kaufman's efficiency ratio over the path of many windows, as in Jesse. `window: period + 1` leaves only the newest
 * one, which is Kaufman's own definition.
 */
export const er = indicator({
  name: 'er',
  parameters: { period: 5, sourceType: 'close', window: 240 },
  outputs: ['value'],
  formula:
    '|x[i] − x[i−period]| / Σ over all spans of period bars within the last window bars of Σ |x[j] − x[j−1]|; 0 when nothing moved. window = period + 1: Perry Kaufman’s ratio, 0 to 1',
  source: 'Perry Kaufman, Smarter Trading, 1995; the sum over 240 bars is Jesse’s',
  differs:
    'Jesse divides by the path of every window among the rows it was given, later ones among them. Here these are the last window bars; by default as many as Jesse gives.',
  warmup: ({ period }) => period,
  memory: ({ period, window }) => Math.max(window, period + 1),
  compute: (candles, { period, sourceType, window }) => {
    const x = sourceOf(candles, sourceType);
    return { value: efficiency(x, period, rollingSumSoFar(pathOf(x, period), Math.max(1, window - period))) };
  },
});

/** Kaufman's ratio of a series, 0 to 1, for indicators built on it. */
export function efficiencyOf(x: Float64Array, period: number): Float64Array {
  return efficiency(x, period, pathOf(x, period));
}

function efficiency(x: Float64Array, period: number, path: Float64Array): Float64Array {
  const out = nanSeries(x.length);
  for (let i = period; i < x.length; i++) out[i] = path[i] === 0 ? 0 : Math.abs(x[i] - x[i - period]) / path[i];
  return out;
}

/** Σ |x[j] − x[j−1]| over the last `period` bars. */
function pathOf(x: Float64Array, period: number): Float64Array {
  const steps = nanSeries(x.length);
  for (let i = 1; i < x.length; i++) steps[i] = Math.abs(x[i] - x[i - 1]);
  return rollingSum(steps, period);
}
