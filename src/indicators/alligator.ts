import { indicator } from './indicator.ts';
import { delayed, nanSeries } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Bars of the longest average, which all three wait for. */
const JAW = 13;

/** Bill Williams' alligator: three smoothed averages, each moved forward. */
export const alligator = indicator({
  name: 'alligator',
  parameters: { sourceType: 'hl2' },
  outputs: ['jaw', 'teeth', 'lips'],
  formula:
    'jaw, teeth, lips: averages a += (x − a)/n with n = 13, 8, 5, moved 8, 5, 3 bars forward; each begins with the mean of its first n values, and moves on from bar 13',
  source: 'Bill Williams, Trading Chaos, 1995; that all wait for bar 13 is Jesse’s',
  warmup: () => 20,
  memory: () => smoothingMemory(1 / 13) + 8,
  fades: () => true,
  compute: (candles, { sourceType }) => {
    const x = sourceOf(candles, sourceType);
    return {
      jaw: delayed(smoothedLate(x, JAW), 8),
      teeth: delayed(smoothedLate(x, 8), 5),
      lips: delayed(smoothedLate(x, 5), 3),
    };
  },
});

/** Takes the mean of the first `period` values and smooths it from bar 13 on. There are no values in between. */
function smoothedLate(x: Float64Array, period: number): Float64Array {
  const out = nanSeries(x.length);
  if (x.length < period) return out;
  let value = x.subarray(0, period).reduce((sum, each) => sum + each, 0) / period;
  const weight = 1 / period;
  out[period - 1] = value;
  for (let i = JAW; i < x.length; i++) {
    const next = value + weight * (x[i] - value);
    out[i] = next;
    if (!Number.isNaN(next)) value = next;
  }
  return out;
}
