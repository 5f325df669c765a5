import type { CandleColumns } from '../model/candle.ts';
import { indicator } from './indicator.ts';
import { directionalMovement } from './kernels/directional.ts';
import { nanSeries } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { trueRange } from './kernels/true-range.ts';

/** Directional indicators: the share of the range that went up, and that went down. */
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
  compute: (candles, { period }) => {
    const { plus, minus } = directionalMovement(candles);
    return { plus: shareOf(plus, candles, period), minus: shareOf(minus, candles, period) };
  },
});

function shareOf(movement: Float64Array, candles: CandleColumns, period: number): Float64Array {
  const out = nanSeries(movement.length);
  const ranges = trueRange(candles);
  let part = 0;
  let range = 0;
  for (let i = 1; i < out.length; i++) {
    const weight = i <= period ? 1 : 1 / period;
    const rest = i <= period ? 1 : 1 - weight;
    part = rest * part + weight * movement[i];
    range = rest * range + weight * ranges[i];
    if (i >= period) out[i] = range > 0 ? (100 * part) / range : 0;
  }
  return out;
}
