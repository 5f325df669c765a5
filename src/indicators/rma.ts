import { indicator } from './indicator.ts';
import { smoothed, smoothingMemory } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Running moving average: the same as wilders. */
export const rma = indicator({
  name: 'rma',
  parameters: { length: 14, sourceType: 'close' },
  outputs: ['value'],
  formula: 'rma[i] = rma[i−1] + (x[i] − rma[i−1])/length, first = x',
  source: 'TradingView ta.rma, which begins with the mean of the first length values',
  differs: 'Jesse begins with the last value of the series, which is in the future of all others.',
  warmup: () => 0,
  memory: ({ length }) => smoothingMemory(1 / length),
  fades: () => true,
  compute: (candles, { length, sourceType }) => ({ value: smoothed(sourceOf(candles, sourceType), 1 / length, 1) }),
});
