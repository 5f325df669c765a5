import { indicator } from './indicator.ts';
import { sourceOf } from './source.ts';

/** Exponential moving average, seeded with the mean of its first `period` values. NaN until then. */
export const ema = indicator({
  name: 'ema',
  parameters: { period: 5, sourceType: 'close' },
  outputs: ['value'],
  formula: 'ema[i] = α·x[i] + (1 − α)·ema[i−1], α = 2/(period + 1), first = mean of the first period values',
  source: 'TA-Lib EMA',
  warmup: ({ period }) => period - 1,
  compute: (candles, { period, sourceType }) => ({ value: emaOf(sourceOf(candles, sourceType), period) }),
});

/** The moving average of a series, for indicators built on it. */
export function emaOf(x: Float64Array, period: number): Float64Array {
  const out = new Float64Array(x.length).fill(Number.NaN);
  if (x.length < period) return out;
  let sum = 0;
  for (let i = 0; i < period; i++) sum += x[i];
  const alpha = 2 / (period + 1);
  const rest = 1 - alpha;
  let value = sum / period;
  out[period - 1] = value;
  for (let i = period; i < x.length; i++) {
    value = alpha * x[i] + rest * value;
    out[i] = value;
  }
  return out;
}
