import { indicator } from './indicator.ts';
import { highest, lowest, rollingSum } from './kernels/rolling.ts';
import { smoothingMemory, wilderMean } from './kernels/smoothing.ts';
import { trueRange } from './kernels/true-range.ts';
import { whole } from './parameters.ts';

/** Choppiness index: near `scalar` sideways, near 0 in a trend. */
export const chop = indicator({
  name: 'chop',
  parameters: { period: 14, scalar: 100, drift: 1 },
  limits: { period: whole(2), drift: whole(1) },
  outputs: ['value'],
  formula: 'scalar·log(Σ atr(drift)/(highest high − lowest low))/log(period) over period; 0 where nothing moved',
  source: 'E. W. Dreiss, 1991',
  needsCandles: true,
  warmup: ({ period, drift }) => period + drift - 2,
  memory: ({ period, drift }) => period + (drift === 1 ? 1 : smoothingMemory(1 / drift)),
  compute: (candles, { period, scalar, drift }) => {
    const value = rollingSum(wilderMean(trueRange(candles), drift), period);
    const top = highest(candles.high, period);
    const bottom = lowest(candles.low, period);
    const scale = scalar / Math.log(period);
    for (let i = 0; i < value.length; i++) {
      const range = top[i] - bottom[i];
      value[i] = range === 0 ? 0 : scale * Math.log(value[i] / range);
    }
    return { value };
  },
});
