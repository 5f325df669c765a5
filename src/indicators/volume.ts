import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';

/** Volume and its moving average. */
export const volume = indicator({
  name: 'volume',
  parameters: { period: 20 },
  outputs: ['volume', 'ma'],
  formula: 'ma = mean of the last period volumes',
  source: 'Jesse',
  needsCandles: true,
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: ({ volume }, { period }) => ({ volume: volume.slice(), ma: rollingMean(volume, period) }),
});
