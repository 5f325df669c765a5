import { indicator } from './indicator.ts';
import { smoothed, smoothingMemory } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Wilder's smoothing: the same as rma and smma. */
export const wilders = indicator({
  name: 'wilders',
  parameters: { period: 5, sourceType: 'close' },
  outputs: ['value'],
  formula: 'wilders[i] = wilders[i−1] + (x[i] − wilders[i−1])/period, first = x',
  source:
    'J. Welles Wilder, New Concepts in Technical Trading Systems, 1978; Tulip wilders. Jesse takes the first value as it is',
  warmup: () => 0,
  memory: ({ period }) => smoothingMemory(1 / period),
  fades: () => true,
  compute: (candles, { period, sourceType }) => ({ value: smoothed(sourceOf(candles, sourceType), 1 / period, 1) }),
});
