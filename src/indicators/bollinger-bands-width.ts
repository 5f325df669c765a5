import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { rollingDeviation } from './kernels/variance.ts';
import { sourceOf } from './source.ts';

/** Width of Bollinger bands as a share of their middle. */
export const bollingerBandsWidth = indicator({
  name: 'bollingerBandsWidth',
  parameters: { period: 20, mult: 2, sourceType: 'close' },
  outputs: ['value'],
  formula: '2·mult·standard deviation/sma over period; NaN where the average is 0',
  source: 'John Bollinger, Bollinger on Bollinger Bands, 2001',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, mult, sourceType }) => {
    const x = sourceOf(candles, sourceType);
    const value = rollingDeviation(x, period);
    const mean = rollingMean(x, period);
    for (let i = 0; i < value.length; i++) value[i] = mean[i] === 0 ? Number.NaN : (2 * mult * value[i]) / mean[i];
    return { value };
  },
});
