import { indicator } from './indicator.ts';
import { nanSeries } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Jsa moving average: the middle between now and `period` bars ago. */
export const jsa = indicator({
  name: 'jsa',
  parameters: { period: 30, sourceType: 'close' },
  outputs: ['value'],
  formula: '(x[i] + x[i−period]) / 2',
  source: 'everget, Jsa Moving Average (TradingView)',
  warmup: ({ period }) => period,
  memory: ({ period }) => period + 1,
  compute: (candles, { period, sourceType }) => ({ value: jsaOf(sourceOf(candles, sourceType), period) }),
});

function jsaOf(x: Float64Array, period: number): Float64Array {
  const out = nanSeries(x.length);
  for (let i = period; i < x.length; i++) out[i] = (x[i] + x[i - period]) / 2;
  return out;
}
