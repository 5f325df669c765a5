import { indicator } from './indicator.ts';
import { linearlyWeightedMean } from './kernels/line.ts';
import { sourceOf } from './source.ts';

/** Hull moving average. */
export const hma = indicator({
  name: 'hma',
  parameters: { period: 5, sourceType: 'close' },
  outputs: ['value'],
  formula: 'wma(2·wma(x, period/2) − wma(x, period), √period), both rounded down',
  source: 'Alan Hull, 2005; Tulip Indicators hma',
  warmup: ({ period }) => period + root(period) - 2,
  memory: ({ period }) => period + root(period),
  compute: (candles, { period, sourceType }) => ({ value: hmaOf(sourceOf(candles, sourceType), period) }),
});

function hmaOf(x: Float64Array, period: number): Float64Array {
  const slow = linearlyWeightedMean(x, period);
  const raw = linearlyWeightedMean(x, Math.max(1, Math.floor(period / 2)));
  for (let i = 0; i < raw.length; i++) raw[i] = 2 * raw[i] - slow[i];
  return linearlyWeightedMean(raw, root(period));
}

function root(period: number): number {
  return Math.floor(Math.sqrt(period));
}
