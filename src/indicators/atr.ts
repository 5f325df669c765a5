import { indicator } from './indicator.ts';
import { smoothingMemory, wilderMean } from './kernels/smoothing.ts';
import { trueRange } from './kernels/true-range.ts';

/** Average true range. */
export const atr = indicator({
  name: 'atr',
  parameters: { period: 14 },
  outputs: ['value'],
  formula:
    'Wilder average of max(high − low, |high − close[i−1]|, |low − close[i−1]|), seeded with the mean of the first period',
  source: 'J. Welles Wilder, New Concepts in Technical Trading Systems, 1978',
  needsCandles: true,
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => smoothingMemory(1 / period),
  fades: () => true,
  compute: (candles, { period }) => ({ value: wilderMean(trueRange(candles), period) }),
});
