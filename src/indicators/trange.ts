import { indicator } from './indicator.ts';
import { trueRange } from './kernels/true-range.ts';

/** True range. */
export const trange = indicator({
  name: 'trange',
  parameters: {},
  outputs: ['value'],
  formula: 'max(high − low, |high − previous close|, |low − previous close|), of the first candle high − low',
  source: 'J. Welles Wilder, New Concepts in Technical Trading Systems, 1978; TA-Lib TRANGE, which has no first value',
  needsCandles: true,
  warmup: () => 0,
  memory: () => 2,
  compute: (candles) => ({ value: trueRange(candles) }),
});
