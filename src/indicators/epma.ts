import { indicator } from './indicator.ts';
import { weightedMean } from './kernels/weighted.ts';
import { whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** End point moving average: linear weights that fall below zero for the oldest values. */
export const epma = indicator({
  name: 'epma',
  parameters: { period: 11, offset: 4, sourceType: 'close' },
  limits: { period: whole(2) },
  outputs: ['value'],
  formula:
    'mean of the last period − 1 values, the one k bars back weighing period − k − offset; never a number when they add up to 0',
  source: 'everget, End Point Moving Average (TradingView); one value fewer, as in Jesse',
  warmup: ({ period, offset }) => (2 * offset === period + 2 ? Number.POSITIVE_INFINITY : period - 2),
  memory: ({ period }) => period - 1,
  compute: (candles, { period, offset, sourceType }) => ({
    value: epmaOf(sourceOf(candles, sourceType), period, offset),
  }),
});

function epmaOf(x: Float64Array, period: number, offset: number): Float64Array {
  return weightedMean(x, period - 1, (age) => period - age - offset);
}
