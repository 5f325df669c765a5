import { indicator } from './indicator.ts';
import { decayingMean, smoothingMemory } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Smoothed moving average. */
export const smma = indicator({
  name: 'smma',
  parameters: { period: 5, sourceType: 'close' },
  outputs: ['value'],
  formula: 'Σ x·w/Σ w over all values, w = (1 − 1/period)^(bars back)',
  source: 'MetaTrader SMMA, with the weights normalized as in Jesse',
  warmup: () => 0,
  memory: ({ period }) => smoothingMemory(1 / period),
  fades: () => true,
  compute: (candles, { period, sourceType }) => ({ value: decayingMean(sourceOf(candles, sourceType), 1 / period) }),
});
