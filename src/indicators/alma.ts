import { indicator } from './indicator.ts';
import { weightedMean } from './kernels/weighted.ts';
import { sourceOf } from './source.ts';

/** Arnaud Legoux moving average: a window weighted by a bell curve that peaks near its end. */
export const alma = indicator({
  name: 'alma',
  parameters: { period: 9, sigma: 6, distributionOffset: 0.85, sourceType: 'close' },
  outputs: ['value'],
  formula:
    'weights exp(−(k − m)²/2s²) for k = 0 (oldest) to period − 1, m = distributionOffset·(period − 1), s = period/sigma',
  source: 'Arnaud Legoux and Dimitris Kouzis-Loukas, 2009',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sigma, distributionOffset, sourceType }) => ({
    value: almaOf(sourceOf(candles, sourceType), period, sigma, distributionOffset),
  }),
});

function almaOf(x: Float64Array, period: number, sigma: number, distributionOffset: number): Float64Array {
  const top = distributionOffset * (period - 1);
  const width = period / sigma;
  return weightedMean(x, period, (age) => Math.exp(-((period - 1 - age - top) ** 2) / (2 * width * width)));
}
