import { indicator } from './indicator.ts';
import { rollingMean } from './kernels/rolling.ts';
import { difference } from './kernels/series.ts';

/** Qstick: mean body of the candles, positive when they rise. */
export const qstick = indicator({
  name: 'qstick',
  parameters: { period: 5 },
  outputs: ['value'],
  formula: 'mean of close − open over the last period candles',
  source: 'Tushar Chande; Tulip qstick',
  needsCandles: true,
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: ({ open, close }, { period }) => ({ value: rollingMean(difference(close, open), period) }),
});
