import type { CandleColumns } from '../model/candle.ts';
import { indicator } from './indicator.ts';
import { nanSeries } from './kernels/series.ts';
import { wilderMean } from './kernels/smoothing.ts';
import { trueRange } from './kernels/true-range.ts';

/** Supertrend: a stop that follows the price, and whether it changed sides. */
export const supertrend = indicator({
  name: 'supertrend',
  parameters: { period: 10, factor: 3 },
  outputs: ['trend', 'changed'],
  formula:
    'bands (high + low)/2 ± factor·atr(period), the upper never rising and the lower never falling unless the previous close was beyond; trend = the upper band until the close is above it, then the lower until the close is below; changed is 1 at these, else 0',
  source: 'Olivier Seban, as in Jesse',
  needsCandles: true,
  warmup: ({ period }) => period - 1,
  settling: ({ period }) => 60 * period,
  settlesByTurning: true,
  compute: (candles, { period, factor }) => followed(candles, wilderMean(trueRange(candles), period), factor),
});

function followed({ high, low, close, length }: CandleColumns, range: Float64Array, factor: number) {
  const trend = nanSeries(length);
  const changed = nanSeries(length);
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
    const wasFalling = isFalling;
    isFalling = isFalling ? close[i] <= upper : close[i] < lower;
    trend[i] = isFalling ? upper : lower;
    changed[i] = wasFalling === isFalling || Number.isNaN(trend[i - 1]) ? 0 : 1;
  }
  return { trend, changed };
}
