import { indicator } from './indicator.ts';
import { firstNumber, nanSeries } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Ehlers' high-pass filter of two poles: movement faster than `period`, around 0. */
export const highPass2Pole = indicator({
  name: 'highPass2Pole',
  parameters: { period: 48, sourceType: 'close' },
  limits: { period: whole(2) },
  outputs: ['value'],
  formula:
    'hp = (1 − α/2)²·(x[i] − 2x[i−1] + x[i−2]) + 2(1 − α)·hp[i−1] − (1 − α)²·hp[i−2], α = 1 + (sin ω − 1)/cos ω, ω = 0.707·2π/period, hp[0] = x[0], hp[1] = x[1]',
  source: 'John Ehlers, Cycle Analytics for Traders, 2013; begins at the first values as Jesse does',
  warmup: () => 0,
  memory: ({ period }) => highPass2PoleMemory(period),
  fades: () => true,
  compute: (candles, { period, sourceType }) => ({ value: highPass2PoleOf(sourceOf(candles, sourceType), period) }),
});

/** The filtered series, for indicators built on it; `period` may have a fraction. */
export function highPass2PoleOf(x: Float64Array, period: number): Float64Array {
  const out = nanSeries(x.length);
  const start = firstNumber(x);
  if (start === x.length) return out;
  const rest = 1 - filterAlpha(period);
  const gain = ((1 + rest) / 2) ** 2;
  let valueBefore = x[start];
  let value = x[start + 1];
  let beforeThat = valueBefore;
  let before = value;
  out.set(x.subarray(start, start + 2), start);
  for (let i = start + 2; i < x.length; i++) {
    if (Number.isNaN(x[i])) continue;
    const next = gain * (x[i] - 2 * before + beforeThat) + 2 * rest * value - rest * rest * valueBefore;
    beforeThat = before;
    before = x[i];
    valueBefore = value;
    value = next;
    out[i] = next;
  }
  return out;
}

/** Bars that the filter remembers. */
export function highPass2PoleMemory(period: number): number {
  return 2 * smoothingMemory(filterAlpha(period));
}

function filterAlpha(period: number): number {
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: Ehlers prints 0.707, not the root of a half
  const turn = (0.707 * 2 * Math.PI) / period;
  return 1 + (Math.sin(turn) - 1) / Math.cos(turn);
}
