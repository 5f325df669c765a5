import { indicator } from './indicator.ts';
import { weightedMeanAfter } from './kernels/weighted.ts';
import { sourceOf } from './source.ts';

/** Cubed weighted moving average. */
export const cwma = indicator({
  name: 'cwma',
  parameters: { period: 14, sourceType: 'close' },
  outputs: ['value'],
  formula:
    'mean of the last period − 1 values, the one k bars back weighing (period − k)³; the first period + 1 values are those of x',
  source: 'everget, Cubed Weighted Moving Average (TradingView); one value fewer and the beginning are Jesse’s',
  warmup: () => 0,
  memory: ({ period }) => period + 1,
  compute: (candles, { period, sourceType }) => ({ value: cwmaOf(sourceOf(candles, sourceType), period) }),
});

function cwmaOf(x: Float64Array, period: number): Float64Array {
  return weightedMeanAfter(x, period + 1, period - 1, (age) => (period - age) ** 3);
}
