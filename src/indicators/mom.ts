import { indicator } from './indicator.ts';
import { change } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Momentum. */
export const mom = indicator({
  name: 'mom',
  parameters: { period: 10, sourceType: 'close' },
  outputs: ['value'],
  formula: 'x − x[i−period]',
  source: 'TA-Lib MOM',
  warmup: ({ period }) => period,
  memory: ({ period }) => period + 1,
  compute: (candles, { period, sourceType }) => ({ value: change(sourceOf(candles, sourceType), period) }),
});
