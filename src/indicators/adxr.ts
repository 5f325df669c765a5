import type { CandleColumns } from '../model/candle.ts';
import { indicator } from './indicator.ts';
import { directionalMovement } from './kernels/directional.ts';
import { rollingMean } from './kernels/rolling.ts';
import { nanSeries, zeroUntil } from './kernels/series.ts';
import { smoothed, smoothingMemory } from './kernels/smoothing.ts';

/** Average directional movement rating: the mean of the strength of the trend now and `period` bars ago. */
export const adxr = indicator({
  name: 'adxr',
  parameters: { period: 14 },
  outputs: ['value'],
  formula:
    '(s[i] + s[i−period])/2, s = sma(DX, period), DX = 100·|a − b|/(a + b), a and b = Wilder sums w = w − w/period + x of ±DM, begun with the 0 of the first bar',
  source:
    'J. Welles Wilder, New Concepts in Technical Trading Systems, 1978; Wilder’s own adxr takes adx for s and period − 1 bars; the plain average of DX is Jesse’s',
  needsCandles: true,
  warmup: ({ period }) => 2 * period - 1,
  memory: ({ period }) => smoothingMemory(1 / period) + 2 * period,
  fades: () => true,
  compute: (candles, { period }) => {
    const strength = rollingMean(directionalIndex(candles, period), period);
    const value = nanSeries(strength.length);
    for (let i = period; i < value.length; i++) value[i] = (strength[i] + strength[i - period]) / 2;
    return { value };
  },
});

/** DX, 0 without movement. The true range cancels out. */
function directionalIndex(candles: CandleColumns, period: number): Float64Array {
  const { plus, minus } = directionalMovement(candles);
  const up = smoothed(zeroUntil(plus, 1), 1 / period, 1);
  const down = smoothed(zeroUntil(minus, 1), 1 / period, 1);
  for (let i = 0; i < up.length; i++) {
    const sum = up[i] + down[i];
    up[i] = sum === 0 ? 0 : (100 * Math.abs(up[i] - down[i])) / sum;
  }
  return up;
}
