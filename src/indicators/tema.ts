import { emaOf } from './ema.ts';
import { indicator } from './indicator.ts';
import { smoothingMemory } from './kernels/smoothing.ts';
import { sourceOf } from './source.ts';

/** Triple exponential moving average. */
export const tema = indicator({
  name: 'tema',
  parameters: { period: 9, sourceType: 'close' },
  outputs: ['value'],
  formula: '3·e1 − 3·e2 + e3, e1 = ema(period) of x, e2 = ema of e1, e3 = ema of e2',
  source: 'Patrick Mulloy, TASC 1/1994; TA-Lib TEMA begins later',
  warmup: () => 0,
  memory: ({ period }) => 2 * smoothingMemory(2 / (period + 1)),
  fades: () => true,
  compute: (candles, { period, sourceType }) => ({ value: temaOf(sourceOf(candles, sourceType), period) }),
});

function temaOf(x: Float64Array, period: number): Float64Array {
  const e1 = emaOf(x, period);
  const e2 = emaOf(e1, period);
  const e3 = emaOf(e2, period);
  for (let i = 0; i < e3.length; i++) e3[i] += 3 * (e1[i] - e2[i]);
  return e3;
}
