import { highest, lowest } from './rolling.ts';
import { nanSeries } from './series.ts';

/**
 * Highs above all `left` highs before and all `right` highs after them. Each stands at the bar that confirms it,
 * `right` bars later, among NaN.
 */
export function confirmedHighs(high: Float64Array, left: number, right: number): Float64Array {
  const before = highest(high, left);
  const after = right === left ? before : highest(high, right);
  const out = nanSeries(high.length);
  for (let i = left + right; i < high.length; i++) {
    const candidate = high[i - right];
    if (candidate > before[i - right - 1] && candidate > after[i]) out[i] = candidate;
  }
  return out;
}

/** Lows below all `left` lows before and all `right` lows after them, as `confirmedHighs` has highs. */
export function confirmedLows(low: Float64Array, left: number, right: number): Float64Array {
  const before = lowest(low, left);
  const after = right === left ? before : lowest(low, right);
  const out = nanSeries(low.length);
  for (let i = left + right; i < low.length; i++) {
    const candidate = low[i - right];
    if (candidate < before[i - right - 1] && candidate < after[i]) out[i] = candidate;
  }
  return out;
}

/** Replaces every NaN by the last number before it. */
export function held(x: Float64Array): Float64Array {
  const out = x.slice();
  for (let i = 1; i < out.length; i++) if (Number.isNaN(out[i])) out[i] = out[i - 1];
  return out;
}
