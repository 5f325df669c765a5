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
    'sar + af·(extreme − sar), never inside the last two candles; af grows by acceleration up to maximum with each new extreme; a touch turns it around, starting at the extreme',
  source: 'J. Welles Wilder, New Concepts in Technical Trading Systems, 1978; TA-Lib SAR',
  needsCandles: true,
  warmup: () => 1,
  settling: () => 400,
  settlesByTurning: true,
  compute: (candles, { acceleration, maximum }) => ({ value: sarOf(candles, acceleration, maximum) }),
});

function sarOf({ high, low, length }: CandleColumns, acceleration: number, maximum: number): Float64Array {
  const out = nanSeries(length);
  if (length < 2) return out;
  const fall = low[0] - low[1];
  let isLong = !(fall > 0 && fall > high[1] - high[0]);
  let stop = isLong ? low[0] : high[0];
  let extreme = isLong ? high[1] : low[1];
  const first = Math.min(acceleration, maximum);
  let factor = first;
  for (let i = 1; i < length; i++) {
    const before = i === 1 ? 1 : i - 1;
    const isTouched = isLong ? low[i] <= stop : high[i] >= stop;
    if (isTouched) {
      stop = isLong ? Math.max(extreme, high[before], high[i]) : Math.min(extreme, low[before], low[i]);
      isLong = !isLong;
      factor = first;
      extreme = isLong ? high[i] : low[i];
    }
    out[i] = stop;
    if (isLong ? high[i] > extreme : low[i] < extreme) {
      extreme = isLong ? high[i] : low[i];
      factor = Math.min(factor + acceleration, maximum);
    }
    stop += factor * (extreme - stop);
    stop = isLong ? Math.min(stop, low[before], low[i]) : Math.max(stop, high[before], high[i]);
  }
  return out;
}
