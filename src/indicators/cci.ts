import { indicator } from './indicator.ts';
import { rollingMeanDeviation } from './kernels/deviation.ts';
import { rollingMean } from './kernels/rolling.ts';
import { sourceOf } from './source.ts';

/** Commodity channel index. */
export const cci = indicator({
  name: 'cci',
  parameters: { period: 14 },
  outputs: ['value'],
  formula: '(hlc3 − sma(hlc3))/(0.015·mean absolute deviation of hlc3) over period; 0 where it is flat',
  source: 'Donald Lambert, Commodities, 1980; TA-Lib CCI',
  needsCandles: true,
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period }) => {
    const typical = sourceOf(candles, 'hlc3');
    const mean = rollingMean(typical, period);
    const value = rollingMeanDeviation(typical, period);
    for (let i = 0; i < value.length; i++) {
      value[i] = value[i] === 0 ? 0 : (typical[i] - mean[i]) / (0.015 * value[i]);
    }
    return { value };
  },
});
