import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';

/** Volume oscillator. */
export const vosc = indicator({
  name: 'vosc',
  parameters: { shortPeriod: 2, longPeriod: 5 },
  outputs: ['value'],
  formula: '100·(sma(shortPeriod) − sma(longPeriod))/sma(longPeriod) of the volume; 0 without volume',
  source: 'Tulip vosc',
  needsCandles: true,
  warmup: ({ shortPeriod, longPeriod }) => Math.max(shortPeriod, longPeriod) - 1,
  memory: ({ shortPeriod, longPeriod }) => Math.max(shortPeriod, longPeriod),
  compute: ({ volume }, { shortPeriod, longPeriod }) => {
    const value = rollingMean(volume, shortPeriod);
    const long = rollingMean(volume, longPeriod);
    for (let i = 0; i < value.length; i++)
      value[i] = long[i] === 0 ? 0 * value[i] : (100 * (value[i] - long[i])) / long[i];
    return { value };
  },
});
