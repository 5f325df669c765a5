import { indicator } from './indicator.ts';
import { highest, lowest, rollingSum } from './kernels/rolling.ts';
import { zeroUntil } from './kernels/series.ts';
import { smoothingMemory, wilderMean } from './kernels/smoothing.ts';
import { trueRange } from './kernels/true-range.ts';
import { whole } from './parameters.ts';

/** Choppiness index: near `scalar` sideways, near 0 in a trend. */
export const chop = indicator({
  name: 'chop',
  parameters: { period: 14, scalar: 100, drift: 1 },
  limits: { period: whole(2), drift: whole(1) },
  outputs: ['value'],
  formula:
    'scalar·log(Σ atr(drift)/(highest high − lowest low))/log(period) over period; an atr is 0 until it has a value; NaN where nothing moved',
  source: 'E. W. Dreiss, 1991',
  needsCandles: true,
  warmup: ({ period }) => period - 1,
  memory: ({ period, drift }) => period + (drift === 1 ? 1 : smoothingMemory(1 / drift)),
  fades: () => true,
  compute: (candles, { period, scalar, drift }) => {
    const range = wilderMean(trueRange(candles), drift);
    const value = rollingSum(zeroUntil(range, drift - 1), period);
    const top = highest(candles.high, period);
    const bottom = lowest(candles.low, period);
    const scale = scalar / Math.log(period);
    for (let i = 0; i < value.length; i++) {
      const height = top[i] - bottom[i];
      value[i] = height === 0 ? Number.NaN : scale * Math.log(value[i] / height);
    }
    return { value };
  },
});
