import { indicator } from './indicator.ts';
import { sourceOf } from './source.ts';
import { trimaOf } from './trima.ts';

/** Symmetrically weighted moving average: the same as trima. */
export const swma = indicator({
  name: 'swma',
  parameters: { period: 5, sourceType: 'close' },
  outputs: ['value'],
  formula: 'mean of the last period values, weights 1, 2, ... rising to the middle and falling again',
  source: 'TradingView ta.swma (period 4); the same as trima',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({ value: trimaOf(sourceOf(candles, sourceType), period) }),
});
