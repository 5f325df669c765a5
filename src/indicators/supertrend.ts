import type { CandleColumns } from '../model/candle.ts';
import { indicator } from './indicator.ts';
import { wilderMean } from './kernels/smoothing.ts';
import { trueRange } from './kernels/true-range.ts';

/** Supertrend: a stop that follows the price, and the bars at which it changes sides. */
export const supertrend = indicator({
  name: 'supertrend',
  parameters: { period: 10, factor: 3 },
  outputs: ['trend', 'changed'],
  formula:
    'bands (high + low)/2 ± factor·atr(period), the upper never rising and the lower never falling unless the previous close was beyond; trend = the upper band until the close is above it, then the lower until the close is below; changed is 1 at these, else 0; both 0 until there is an atr',
  source: 'Olivier Seban, as in Jesse',
  needsCandles: true,
  warmup: () => 0,
  settling: ({ period }) => 60 * period,
  settlesByTurning: true,
  compute: (candles, { period, factor }) => followed(candles, wilderMean(trueRange(candles), period), factor),
});

function followed({ high, low, close, length }: CandleColumns, range: Float64Array, factor: number) {
  const trend = new Float64Array(length);
  const changed = new Float64Array(length);
  let upper = Number.POSITIVE_INFINITY;
  let lower = Number.NEGATIVE_INFINITY;
  let isFalling = true;
  for (let i = 0; i < length; i++) {
    if (Number.isNaN(range[i])) continue;
    const middle = (high[i] + low[i]) / 2;
    const above = middle + factor * range[i];
    const below = middle - factor * range[i];
    upper = close[i - 1] > upper ? above : Math.min(above, upper);
    lower = close[i - 1] < lower ? below : Math.max(below, lower);
    const wasFalling: boolean = isFalling;
    isFalling = isFalling ? close[i] <= upper : close[i] < lower;
    trend[i] = isFalling ? upper : lower;
    if (wasFalling !== isFalling && !Number.isNaN(range[i - 1])) changed[i] = 1;
  }
  return { trend, changed };
}
