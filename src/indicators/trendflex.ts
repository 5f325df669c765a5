import { indicator } from './indicator.ts';
import { normalizedByPower, POWER_MEMORY } from './kernels/flex.ts';
import { rollingMean } from './kernels/rolling.ts';
import { nanSeries, zeroUntil } from './kernels/series.ts';
import { sourceOf } from './source.ts';
import { supersmootherMemory, supersmootherOf } from './supersmoother.ts';

/** Ehlers' trendflex: distance of the smoothed price from its own recent values. */
export const trendflex = indicator({
  name: 'trendflex',
  parameters: { period: 20, sourceType: 'close' },
  outputs: ['value'],
  formula:
    's = supersmoother(period/2); d = s[i] − mean of the period values of s before; trendflex = d/√(0.04·d² + 0.96·before); 0 in the first period bars',
  source: 'John F. Ehlers, Reflex: A New Zero-Lag Indicator, TASC 2/2020',
  warmup: () => 0,
  memory: ({ period }) => period + supersmootherMemory(period / 2) + POWER_MEMORY,
  fades: () => true,
  compute: (candles, { period, sourceType }) => ({ value: trendflexOf(sourceOf(candles, sourceType), period) }),
});

function trendflexOf(x: Float64Array, period: number): Float64Array {
  const smooth = supersmootherOf(x, period / 2);
  const mean = rollingMean(smooth, period);
  const lead = nanSeries(x.length);
  for (let i = period; i < x.length; i++) {
    lead[i] = smooth[i] - mean[i - 1];
  }
  return zeroUntil(normalizedByPower(lead), period);
}
