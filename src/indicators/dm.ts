import { indicator } from './indicator.ts';
import { directionalMovement } from './kernels/directional.ts';
import { smoothingMemory, wilderSum } from './kernels/smoothing.ts';

/** Directional movement, up and down. */
export const dm = indicator({
  name: 'dm',
  parameters: { period: 14 },
  outputs: ['plus', 'minus'],
  formula: 'Wilder sums s − s/period + x of the moves up and down, the larger of which counts in each bar',
  source: 'J. Welles Wilder, New Concepts in Technical Trading Systems, 1978; TA-Lib PLUS_DM begins one bar earlier',
  needsCandles: true,
  warmup: ({ period }) => period,
  memory: ({ period }) => smoothingMemory(1 / period) + 1,
  fades: () => true,
  compute: (candles, { period }) => {
    const { plus, minus } = directionalMovement(candles);
    return { plus: wilderSum(plus, period), minus: wilderSum(minus, period) };
  },
});
