import { indicator } from './indicator.ts';
import { directionalMovement } from './kernels/directional.ts';
import { nanSeries } from './kernels/series.ts';
import { smoothingMemory, wilderMean } from './kernels/smoothing.ts';
import { trueRange } from './kernels/true-range.ts';
import { whole } from './parameters.ts';

/** Directional movement system: the strength of a trend and both directions of it. */
export const dx = indicator({
  name: 'dx',
  parameters: { diLength: 14, adxSmoothing: 14 },
  limits: { adxSmoothing: whole(1) },
  outputs: ['adx', 'plusDI', 'minusDI'],
  formula:
    'DI± = 100·w(±DM, diLength)/w(true range, diLength), adx = w(100·|DI+ − DI−|/(DI+ + DI−), adxSmoothing), w = Wilder average seeded with the mean of its first values',
  source: 'J. Welles Wilder, New Concepts in Technical Trading Systems, 1978',
  differs: 'Jesse begins its averages with the last candle of the series, which is in the future of all others.',
  needsCandles: true,
  warmup: ({ diLength, adxSmoothing }) => diLength + adxSmoothing - 1,
  memory: ({ diLength, adxSmoothing }) => smoothingMemory(1 / diLength) + smoothingMemory(1 / adxSmoothing),
  fades: () => true,
  compute: (candles, { diLength, adxSmoothing }) => {
    const { plus, minus } = directionalMovement(candles);
    const range = wilderMean(trueRange(candles).fill(Number.NaN, 0, 1), diLength);
    const plusDI = wilderMean(plus, diLength);
    const minusDI = wilderMean(minus, diLength);
    const index = nanSeries(range.length);
    for (let i = diLength; i < index.length; i++) {
      plusDI[i] = range[i] === 0 ? 0 : (100 * plusDI[i]) / range[i];
      minusDI[i] = range[i] === 0 ? 0 : (100 * minusDI[i]) / range[i];
      const sum = plusDI[i] + minusDI[i];
      index[i] = sum === 0 ? 0 : (100 * Math.abs(plusDI[i] - minusDI[i])) / sum;
    }
    return { adx: wilderMean(index, adxSmoothing), plusDI, minusDI };
  },
});
