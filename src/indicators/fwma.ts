import { indicator } from './indicator.ts';
import { weightedMean } from './kernels/weighted.ts';
import { sourceOf } from './source.ts';

/** Fibonacci weighted moving average. */
export const fwma = indicator({
  name: 'fwma',
  parameters: { period: 5, sourceType: 'close' },
  outputs: ['value'],
  formula: 'weights 1, 1, 2, 3, 5, ... from the oldest of period values to the newest',
  source: 'pandas-ta fwma',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({ value: fwmaOf(sourceOf(candles, sourceType), period) }),
});

function fwmaOf(x: Float64Array, period: number): Float64Array {
  return weightedMean(x, period, (age) => fibonacciShare(period - age, period));
}

const GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2;

/** Divides the `index`-th Fibonacci number by the `last`-th. Binet's formula cannot overflow as the numbers would. */
function fibonacciShare(index: number, last: number): number {
  return GOLDEN_RATIO ** (index - last) * (1 - (-1) ** index * GOLDEN_RATIO ** (-2 * index));
}
