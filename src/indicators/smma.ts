import { indicator } from './indicator.ts';
import { smoothingMemory, wilderMean } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Smoothed moving average: the same as rma and wilders. */
export const smma = indicator({
  name: 'smma',
  parameters: { period: 5, sourceType: 'close' },
  outputs: ['value'],
  formula: 'smma[i] = smma[i−1] + (x[i] − smma[i−1])/period, first = mean of the first period values',
  source: 'MetaTrader SMMA',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => smoothingMemory(1 / period),
  compute: (candles, { period, sourceType }) => ({ value: wilderMean(sourceOf(candles, sourceType), period) }),
});
