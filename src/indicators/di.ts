import { indicator } from './indicator.ts';
import { directionalMovement } from './kernels/directional.ts';
import { nanSeries } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { trueRange } from './kernels/true-range.ts';

/** Directional indicators: the shares of the range that went up and down. */
export const di = indicator({
  name: 'di',
  parameters: { period: 14 },
  outputs: ['plus', 'minus'],
  formula:
    '100·s(±DM)/s(true range), s = the sum of the first period values, then (s·(period − 1) + x)/period; 0 without range',
  source: 'J. Welles Wilder, New Concepts in Technical Trading Systems, 1978; begins with sums as Jesse does',
  needsCandles: true,
  warmup: ({ period }) => period,
  memory: ({ period }) => 2 * smoothingMemory(1 / period),
  fades: () => true,
  compute: (candles, { period }) => {
    const { plus, minus } = directionalMovement(candles);
    const range = decayingSum(trueRange(candles), period);
    return { plus: share(decayingSum(plus, period), range), minus: share(decayingSum(minus, period), range) };
  },
});

function decayingSum(x: Float64Array, period: number): Float64Array {
  const out = nanSeries(x.length);
  let sum = 0;
  for (let i = 1; i < out.length; i++) {
    sum = i <= period ? sum + x[i] : (sum * (period - 1) + x[i]) / period;
    if (i >= period) out[i] = sum;
  }
  return out;
}

function share(part: Float64Array, whole: Float64Array): Float64Array {
  for (let i = 0; i < part.length; i++) part[i] = whole[i] > 0 ? (100 * part[i]) / whole[i] : whole[i];
  return part;
}
