import { indicator } from './indicator.ts';
import { smoothed, smoothingMemory } from './kernels/smoothing.ts';
import { between } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Exponential moving average given by its smoothing factor, from the first value on. */
export const mwdx = indicator({
  name: 'mwdx',
  parameters: { factor: 0.2, sourceType: 'close' },
  limits: { factor: between(1e-6, 1) },
  outputs: ['value'],
  formula: 'mwdx[i] = factor·x[i] + (1 − factor)·mwdx[i−1], first = x',
  source: 'Jesse',
  warmup: () => 0,
  memory: ({ factor }) => smoothingMemory(factor),
  fades: () => true,
  compute: (candles, { factor, sourceType }) => ({ value: smoothed(sourceOf(candles, sourceType), factor, 1) }),
});
