import { indicator } from './indicator.ts';
import { bandPassed } from './kernels/band.ts';
import { rollingMean } from './kernels/rolling.ts';
import { scale } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { between, whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Peaks and valleys that are averaged. */
const AVERAGED_BARS = 50;

/** Empirical mode decomposition: trending when the middle leaves the bands, else moving in waves. */
export const emd = indicator({
  name: 'emd',
  parameters: { period: 20, delta: 0.5, fraction: 0.1 },
  limits: { period: whole(5), delta: between(0.001, 1) },
  outputs: ['upperband', 'middleband', 'lowerband'],
  formula:
    'bp = (1 − α)/2·(p[i] − p[i−2]) + β(1 + α)·bp[i−1] − α·bp[i−2] over p = hl2, β = cos(2π/period), γ = 1/cos(4π·delta/period), α = γ − √(γ² − 1); middle = sma(bp, 2·period); upper, lower = fraction·sma(latest peak or valley of bp, 50)',
  source: 'John Ehlers and Ric Way, Empirical Mode Decomposition, 2010',
  needsCandles: true,
  warmup: ({ period }) => Math.max(2 * period, AVERAGED_BARS) - 1,
  memory: ({ period, delta }) =>
    3 * smoothingMemory((2 * Math.PI * delta) / period / 2) + Math.max(2 * period, AVERAGED_BARS) + period,
  fades: () => true,
  compute: (candles, { period, delta, fraction }) => {
    const band = bandOf(sourceOf(candles, 'hl2'), period, delta);
    return {
      upperband: scale(rollingMean(turnsOf(band, 1), AVERAGED_BARS), fraction),
      middleband: rollingMean(band, 2 * period),
      lowerband: scale(rollingMean(turnsOf(band, -1), AVERAGED_BARS), fraction),
    };
  },
});

function bandOf(price: Float64Array, period: number, delta: number): Float64Array {
  const gamma = 1 / Math.cos((4 * Math.PI * delta) / period);
  const alpha = gamma - Math.sqrt(gamma * gamma - 1);
  return bandPassed(price, period, alpha, new Float64Array(price.length));
}

/** Holds the latest value that stood above (sign 1) or below (−1) both its neighbours; 0 before the first. */
function turnsOf(waves: Float64Array, sign: 1 | -1): Float64Array {
  const out = new Float64Array(waves.length);
  let turn = 0;
  for (let i = 0; i < out.length; i++) {
    const middle = waves[i - 1];
    if (i > 2 && sign * middle > sign * waves[i] && sign * middle > sign * waves[i - 2]) turn = middle;
    out[i] = turn;
  }
  return out;
}
