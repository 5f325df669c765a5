import { indicator } from './indicator.ts';
import { rollingSum } from './kernels/rolling.ts';
import { sourceOf } from './source.ts';

/** Volume weighted moving average. */
export const vwma = indicator({
  name: 'vwma',
  parameters: { period: 20, sourceType: 'close' },
  outputs: ['value'],
  formula: 'Σ x·volume/Σ volume over the last period candles; x where there was no volume',
  source: 'Tulip vwma',
  needsCandles: true,
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({
    value: vwmaOf(sourceOf(candles, sourceType), candles.volume, period),
  }),
});

/** The average of a series, for indicators built on it. */
export function vwmaOf(x: Float64Array, volume: Float64Array, period: number): Float64Array {
  const turnover = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) turnover[i] = x[i] * volume[i];
  const value = rollingSum(turnover, period);
  const traded = rollingSum(volume, period);
  for (let i = 0; i < value.length; i++) value[i] = traded[i] === 0 ? x[i] : value[i] / traded[i];
  return value;
}
