import { indicator } from './indicator.ts';
import { highest, lowest } from './kernels/rolling.ts';
import { smoothingMemory, wilderMean } from './kernels/smoothing.ts';
import { trueRange } from './kernels/true-range.ts';

/** Chandelier exit: a stop that hangs from the extreme. */
export const chande = indicator({
  name: 'chande',
  parameters: { period: 22, mult: 3, direction: 'long' },
  outputs: ['value'],
  formula: 'long: highest high − mult·atr; short: lowest low + mult·atr, all over period',
  source: 'Chuck LeBeau; Alexander Elder, Come Into My Trading Room, 2002',
  needsCandles: true,
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => smoothingMemory(1 / period),
  fades: () => true,
  compute: (candles, { period, mult, direction }) => {
    const range = wilderMean(trueRange(candles), period);
    const value = direction === 'long' ? highest(candles.high, period) : lowest(candles.low, period);
    const distance = direction === 'long' ? -mult : mult;
    for (let i = 0; i < value.length; i++) value[i] += distance * range[i];
    return { value };
  },
});
