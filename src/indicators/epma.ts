import { indicator } from './indicator.ts';
import { weightedMeanAfter } from './kernels/weighted.ts';
import { whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** End point moving average: linear weights that fall below zero for the oldest values. */
export const epma = indicator({
  name: 'epma',
  parameters: { period: 11, offset: 4, sourceType: 'close' },
  limits: { offset: whole(0) },
  outputs: ['value'],
  formula:
    'mean of the last period − 1 values, the one k bars back weighing period − k − offset; x in the first period + offset + 1 bars, and throughout when the weights add up to 0',
  source: 'everget, End Point Moving Average (TradingView); one value fewer and the beginning are Jesse’s',
  warmup: () => 0,
  memory: ({ period, offset }) => period + offset + 1,
  compute: (candles, { period, offset, sourceType }) => ({
    value: epmaOf(sourceOf(candles, sourceType), period, offset),
  }),
});

function epmaOf(x: Float64Array, period: number, offset: number): Float64Array {
  if (2 * offset === period + 2) return x.slice();
  return weightedMeanAfter(x, period + offset + 1, period - 1, (age) => period - age - offset);
}
