import { indicator } from './indicator.ts';
import { weightedMean } from './kernels/weighted.ts';
import { whole } from './parameters.ts';
import { sourceOf } from './source.ts';

/** Cubed weighted moving average. */
export const cwma = indicator({
  name: 'cwma',
  parameters: { period: 14, sourceType: 'close' },
  limits: { period: whole(2) },
  outputs: ['value'],
  formula: 'mean of the last period − 1 values, the one k bars back weighing (period − k)³',
  source: 'everget, Cubed Weighted Moving Average (TradingView); one value fewer, as in Jesse',
  warmup: ({ period }) => period - 2,
  memory: ({ period }) => period - 1,
  compute: (candles, { period, sourceType }) => ({ value: cwmaOf(sourceOf(candles, sourceType), period) }),
});

function cwmaOf(x: Float64Array, period: number): Float64Array {
  return weightedMean(x, period - 1, (age) => (period - age) ** 3);
}
