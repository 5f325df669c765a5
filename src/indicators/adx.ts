import type { CandleColumns } from '../model/candle.ts';
import { indicator } from './indicator.ts';
import { directionalMovement } from './kernels/directional.ts';
import { nanSeries } from './kernels/series.ts';
import { smoothingMemory, wilderMean } from './kernels/smoothing.ts';

/** Average directional index, 0 to 100: the strength of a trend in either direction. */
export const adx = indicator({
  name: 'adx',
  parameters: { period: 14 },
  outputs: ['value'],
  formula:
    'DI± = Wilder sums of ±DM over those of the true range, DX = 100·|DI+ − DI−|/(DI+ + DI−); first ADX, at 2·period, = mean of the DX at period to 2·period − 1, then += (DX − ADX)/period',
  source: 'J. Welles Wilder, New Concepts in Technical Trading Systems, 1978; begins as Jesse does',
  needsCandles: true,
  warmup: ({ period }) => 2 * period,
  memory: ({ period }) => 2 * smoothingMemory(1 / period) + 2 * period,
  fades: () => true,
  compute: (candles, { period }) => ({ value: adxOf(candles, period) }),
});

function adxOf(candles: CandleColumns, period: number): Float64Array {
  const { length } = candles;
  const out = nanSeries(length);
  if (length <= 2 * period) return out;
  const index = directionalIndex(candles, period);
  let value = 0;
  for (let i = period; i < 2 * period; i++) value += index[i] / period;
  out[2 * period] = value;
  for (let i = 2 * period + 1; i < length; i++) {
    value += (index[i] - value) / period;
    out[i] = value;
  }
  return out;
}

/**
 * DX = 100·|DI+ − DI−|/(DI+ + DI−) from `period` on. The true range cancels out; without any range there is no movement
 * either.
 */
function directionalIndex(candles: CandleColumns, period: number): Float64Array {
  const { plus, minus } = directionalMovement(candles);
  const up = wilderMean(plus, period);
  const down = wilderMean(minus, period);
  for (let i = period; i < up.length; i++) {
    const sum = up[i] + down[i];
    up[i] = sum === 0 ? 0 : (100 * Math.abs(up[i] - down[i])) / sum;
  }
  return up;
}
