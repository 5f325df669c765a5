import { indicator } from './indicator.ts';
import { signOfDifference } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { between } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Bars that the trigger looks back. */
const LAG = 20;

/** Ehlers' instantaneous trendline. */
export const itrend = indicator({
  name: 'itrend',
  parameters: { alpha: 0.07, sourceType: 'hl2' },
  limits: { alpha: between(0.001, 1) },
  outputs: ['signal', 'it', 'trigger'],
  formula:
    'it = (α − α²/4)x[i] + α²/2·x[i−1] − (α − 3α²/4)x[i−2] + 2(1 − α)it[i−1] − (1 − α)²it[i−2], in the first 7 bars (x[i] + 2x[i−1] + x[i−2])/4; trigger = 2·it − it[i−20]; signal = 1 with the trigger above it, −1 below',
  source:
    'John Ehlers, Cybernetic Analysis for Stocks and Futures, 2004, whose trigger looks back 2 bars; 20 are Jesse’s',
  warmup: () => 0,
  memory: ({ alpha }) => 2 * smoothingMemory(alpha) + LAG,
  fades: () => true,
  compute: (candles, { alpha, sourceType }) => {
    const it = trendlineOf(sourceOf(candles, sourceType), alpha);
    const trigger = it.slice();
    for (let i = LAG; i < it.length; i++) trigger[i] = 2 * it[i] - it[i - LAG];
    return { signal: signOfDifference(trigger, it), it, trigger };
  },
});

function trendlineOf(x: Float64Array, alpha: number): Float64Array {
  const out = x.slice();
  const square = alpha * alpha;
  const rest = (1 - alpha) * (1 - alpha);
  for (let i = 2; i < out.length; i++) {
    if (i < 7) out[i] = (x[i] + 2 * x[i - 1] + x[i - 2]) / 4;
    else {
      // Terms relative to the last value come to rest with the prices: the signal is then not one of rounding.
      const last = out[i - 1];
      const recent = (alpha - square / 4) * (x[i] - last) + (square / 2) * (x[i - 1] - last);
      out[i] = last + recent - (alpha - (3 * square) / 4) * (x[i - 2] - last) - rest * (out[i - 2] - last);
    }
  }
  return out;
}
