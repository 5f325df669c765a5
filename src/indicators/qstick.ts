import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { difference, zeroUntil } from './kernels/series.ts';

/** Qstick: mean body of the candles, positive when they rise. */
export const qstick = indicator({
  name: 'qstick',
  parameters: { period: 5 },
  outputs: ['value'],
  formula: 'mean of close − open over the last period candles; 0 until there are as many',
  source: 'Tushar Chande; Tulip qstick',
  needsCandles: true,
  warmup: () => 0,
  memory: ({ period }) => period,
  compute: ({ open, close }, { period }) => ({
    value: zeroUntil(rollingMean(difference(close, open), period), period - 1),
  }),
});
