import { indicator } from './indicator.ts';
import { nanSeries } from './kernels/series.ts';
import { sourceOf } from './source.ts';

/** Skewness of the population. */
export const skew = indicator({
  name: 'skew',
  parameters: { period: 5, sourceType: 'hl2' },
  outputs: ['value'],
  formula: 'm3/m2^1.5, the third and second moment about the mean of the last period values; 0 where all are equal',
  source: 'scipy.stats.skew',
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,
  compute: (candles, { period, sourceType }) => ({ value: rollingSkewness(sourceOf(candles, sourceType), period) }),
});

/** Works in blocks of `period` bars as kernels/variance.ts does, on powers of distances from a value in the window. */
function rollingSkewness(x: Float64Array, period: number): Float64Array {
  const out = nanSeries(x.length);
  if (x.length < period) return out;
  const ends = nanSeries(period + 1);
  const endSquares = new Float64Array(period + 1);
  const endCubes = new Float64Array(period + 1);
  ends[period] = 0;
  for (let block = 0; block < x.length; block += period) {
    const pivot = x[block];
    let [sum, squares, cubes] = [0, 0, 0];
    for (let j = period - 1; block > 0 && j > 0; j--) {
      const distance = x[block - period + j] - pivot;
      ends[j] = sum += distance;
      endSquares[j] = squares += distance * distance;
      endCubes[j] = cubes += distance * distance * distance;
    }
    const count = Math.min(period, x.length - block);
    [sum, squares, cubes] = [0, 0, 0];
    for (let j = 0; j < count; j++) {
      const distance = x[block + j] - pivot;
      sum += distance;
      squares += distance * distance;
      cubes += distance * distance * distance;
      const mean = (sum + ends[j + 1]) / period;
      const square = (squares + endSquares[j + 1]) / period;
      out[block + j] = skewness(mean, square, (cubes + endCubes[j + 1]) / period);
    }
  }
  return out;
}

/** Takes the moments about any point; 0 when the spread is below the resolution of the squares. */
function skewness(mean: number, square: number, cube: number): number {
  const variance = square - mean * mean;
  if (variance <= 1e-14 * square) return 0 * mean;
  return (cube - 3 * mean * square + 2 * mean * mean * mean) / (variance * Math.sqrt(variance));
}
