import type { CandleColumns } from '../model/candle.ts';
import { indicator } from './indicator.ts';
import { nanSeries } from './kernels/series.ts';
import { between } from './parameters.ts';

/** Parabolic stop and reverse. */
export const sar = indicator({
  name: 'sar',
  parameters: { acceleration: 0.02, maximum: 0.2 },
  limits: { acceleration: between(0, 1), maximum: between(0, 1) },
  outputs: ['value'],
  formula:
    's += af·(extreme − s), never inside the two candles before; af begins at acceleration and grows by it, up to maximum, with each new extreme. Where the candle passes s, s = extreme, and the side changes. Long at first if the second high is above the first',
  source: 'J. Welles Wilder, New Concepts in Technical Trading Systems, 1978; begins as Jesse does',
  differs: 'Jesse gives the first bar a value that depends on the second; here it has none.',
  needsCandles: true,
  warmup: () => 1,
  settling: () => 400,
  settlesByTurning: true,
  compute: (candles, { acceleration, maximum }) => ({ value: sarOf(candles, acceleration, maximum) }),
});

function sarOf({ high, low, length }: CandleColumns, acceleration: number, maximum: number): Float64Array {
  const out = nanSeries(length);
  if (length < 2) return out;
  let isLong = high[1] > high[0];
  let stop = isLong ? low[0] : high[0];
  let extreme = isLong ? high[0] : low[0];
  let factor = acceleration;
  for (let i = 1; i < length; i++) {
    const before = Math.max(i - 2, 0);
    stop += factor * (extreme - stop);
    stop = isLong ? Math.min(stop, low[i - 1], low[before]) : Math.max(stop, high[i - 1], high[before]);
    if (isLong ? low[i] < stop : high[i] > stop) {
      stop = extreme;
      isLong = !isLong;
      factor = acceleration;
      extreme = isLong ? high[i] : low[i];
    } else if (isLong ? high[i] > extreme : low[i] < extreme) {
      extreme = isLong ? high[i] : low[i];
      factor = Math.min(factor + acceleration, maximum);
    }
    out[i] = stop;
  }
  return out;
}
