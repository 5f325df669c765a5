import { indicator } from './indicator.ts';
import { meanOfNumbers, rollingMean } from './kernels/rolling.ts';
import { sourceOf } from './source.ts';

/** Simple moving average. */
export const sma = indicator({
  name: 'sma',
  parameters: { period: 5, sourceType: 'close' },
  outputs: ['value'],
  formula: 'mean of the last period values',
  source: 'TA-Lib SMA',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({ value: rollingMean(sourceOf(candles, sourceType), period) }),
});

/** Mean of the numbers among the last `period` values, as Jesse's kernel takes it of a series that begins with NaN. */
export function smaOfNumbers(x: Float64Array, period: number): Float64Array {
  return meanOfNumbers(x, period).fill(Number.NaN, 0, period - 1);
}
