import { indicator } from './indicator.ts';
import { linearlyWeightedMean } from './kernels/line.ts';
import { zeroUntil } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Hull moving average. */
export const hma = indicator({
  name: 'hma',
  parameters: { period: 5, sourceType: 'close' },
  outputs: ['value'],
  formula:
    'wma(2·wma(x, period/2) − wma(x, period), √period), both rounded down; a wma is 0 until it has a full window',
  source: 'Alan Hull, 2005; Tulip Indicators hma has no values until all windows are full',
  warmup: () => 0,
  memory: ({ period }) => period + root(period),
  compute: (candles, { period, sourceType }) => ({ value: hmaOf(sourceOf(candles, sourceType), period) }),
});

function hmaOf(x: Float64Array, period: number): Float64Array {
  const slow = wmaFromZero(x, period);
  const raw = wmaFromZero(x, Math.max(1, Math.floor(period / 2)));
  for (let i = 0; i < raw.length; i++) raw[i] = 2 * raw[i] - slow[i];
  return wmaFromZero(raw, root(period));
}

/** Jesse's weighted mean is 0, not NaN, until there are `period` values. */
function wmaFromZero(x: Float64Array, period: number): Float64Array {
  return zeroUntil(linearlyWeightedMean(x, period), period - 1);
}

function root(period: number): number {
  return Math.floor(Math.sqrt(period));
}
