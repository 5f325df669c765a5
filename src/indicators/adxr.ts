import { directionalIndex } from './adx.ts';
import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { nanSeries } from './kernels/series.ts';
import { smoothingMemory } from './kernels/smoothing.ts';

/** Average directional movement rating: the trend's strength, averaged with what it was. */
export const adxr = indicator({
  name: 'adxr',
  parameters: { period: 14 },
  outputs: ['value'],
  formula: '(s[i] + s[i−period]) / 2, s = sma(DX, period), DX as in adx',
  source:
    'J. Welles Wilder, New Concepts in Technical Trading Systems, 1978; the plain average of DX is Jesse’s, Wilder and TA-Lib take adx and period − 1 bars',
  needsCandles: true,
  warmup: ({ period }) => 3 * period - 1,
  memory: ({ period }) => smoothingMemory(1 / period) + 3 * period,
  compute: (candles, { period }) => {
    const strength = rollingMean(directionalIndex(candles, period), period);
    const value = nanSeries(strength.length);
    for (let i = period; i < value.length; i++) value[i] = (strength[i] + strength[i - period]) / 2;
    return { value };
  },
});
