import { indicator } from './indicator.ts';
import { nanSeries } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { between } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Ehlers' RSI of a Laguerre filter, 0 to 1. */
export const lrsi = indicator({
  name: 'lrsi',
  parameters: { alpha: 0.2 },
  limits: { alpha: between(1e-6, 1) },
  outputs: ['value'],
  formula:
    'up/(up + down), the sums of rises and falls from l3 to l0; l0 = α·hl2 + γ·l0 before, each next l = −γ·(the one before it) + its last value + γ·own last value, γ = 1 − α; 0 where all are equal',
  source: 'John F. Ehlers, Time Warp, Without Space Travel, 2002',
  needsCandles: true,
  warmup: () => 0,
  memory: ({ alpha }) => 2 * smoothingMemory(alpha),
  fades: () => true,
  compute: (candles, { alpha }) => ({ value: laguerreStrength(sourceOf(candles, 'hl2'), alpha) }),
});

/** The order of operations is Jesse's: where all four are equal, as at the first bar, rounding decides. */
function laguerreStrength(price: Float64Array, alpha: number): Float64Array {
  const out = nanSeries(price.length);
  const gamma = 1 - alpha;
  let l0 = price[0];
  let l1 = l0;
  let l2 = l0;
  let l3 = l0;
  for (let i = 0; i < price.length; i++) {
    const next0 = alpha * price[i] + gamma * l0;
    const next1 = -gamma * next0 + l0 + gamma * l1;
    const next2 = -gamma * next1 + l1 + gamma * l2;
    l3 = -gamma * next2 + l2 + gamma * l3;
    l0 = next0;
    l1 = next1;
    l2 = next2;
    const up = Math.max(l0 - l1, 0) + Math.max(l1 - l2, 0) + Math.max(l2 - l3, 0);
    const way = Math.abs(l0 - l1) + Math.abs(l1 - l2) + Math.abs(l2 - l3);
    out[i] = way === 0 ? 0 : up / way;
  }
  return out;
}
