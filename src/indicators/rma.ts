import { indicator } from './indicator.ts';
import { smoothingMemory, wilderMean } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Running moving average, as in rsi and atr: the same as smma and wilders. */
export const rma = indicator({
  name: 'rma',
  parameters: { length: 14, sourceType: 'close' },
  outputs: ['value'],
  formula: 'rma[i] = rma[i−1] + (x[i] − rma[i−1])/length, first = mean of the first length values',
  source: 'TradingView ta.rma. Jesse seeds it from the last value of the series, which looks into the future',
  warmup: ({ length }) => length - 1,
  memory: ({ length }) => smoothingMemory(1 / length),
  compute: (candles, { length, sourceType }) => ({ value: wilderMean(sourceOf(candles, sourceType), length) }),
});
