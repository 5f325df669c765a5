import { rollingMean, rollingSumSoFar } from './rolling.ts';
import { nanSeries } from './series.ts';

/** Slope of the logarithm of squared distances from averages of n = `min`, `min + step`, ... to `max` values. */
export function meanDistanceHurst(
  x: Float64Array,
  window: number,
  min: number,
  max: number,
  step: number,
): Float64Array {
  const sizes: number[] = [];
  for (let size = min; size <= max; size += step) sizes.push(size);
  const skipped = max + 1;
  return slopeOver(x.length, sizes, (size) => {
    const squares = rollingMean(x, size);
    for (let i = 0; i < x.length; i++) squares[i] = i < skipped ? Number.NaN : (x[i] - squares[i]) ** 2;
    const sums = rollingSumSoFar(squares, window - skipped);
    for (let i = 0; i < sums.length; i++) sums[i] = logOf(sums[i]) / 2;
    return sums;
  });
}

/** Slope of the logarithm of the mean rescaled range of pieces of `count` sizes from `min` to `max + 1` changes. */
export function rescaledRangeHurst(
  x: Float64Array,
  window: number,
  min: number,
  max: number,
  count: number,
): Float64Array {
  const step = count === 1 ? 0 : (max + 1 - min) / (count - 1);
  const sizes = Array.from({ length: count }, (_, k) => Math.floor(min + k * step));
  return slopeOver(x.length, sizes, (size) => {
    const ranges = rescaledRanges(x, size);
    const means = nanSeries(x.length);
    for (let i = max + 1; i < x.length; i++)
      means[i] = Math.log(meanOfPieces(ranges, size, Math.max(0, i - window + 1), i));
    return means;
  });
}

/** Half the binary logarithm of the growth of squared second differences from one bar to two. */
export function secondDifferenceHurst(x: Float64Array, window: number): Float64Array {
  const narrow = nanSeries(x.length);
  const wide = nanSeries(x.length);
  for (let i = 3; i < x.length; i++) narrow[i] = (x[i] - 2 * x[i - 1] + x[i - 2]) ** 2;
  for (let i = 5; i < x.length; i++) wide[i] = (x[i] - 2 * x[i - 2] + x[i - 4]) ** 2;
  const narrowSum = rollingSumSoFar(narrow, window - 3);
  const out = rollingSumSoFar(wide, window - 5);
  for (let i = 5; i < out.length; i++) {
    const bars = Math.min(i + 1, window);
    out[i] = logOf(((out[i] / narrowSum[i]) * (bars - 3)) / (bars - 5)) / (2 * Math.LN2);
  }
  return out;
}

/** Logarithm, or NaN of a ratio that has no finite one, as flat prices give. */
function logOf(ratio: number): number {
  return ratio > 0 && ratio < Number.POSITIVE_INFINITY ? Math.log(ratio) : Number.NaN;
}

/** Least-squares slope, at every bar, of the measures of all sizes over the sizes' logarithms. */
function slopeOver(length: number, sizes: readonly number[], measure: (size: number) => Float64Array): Float64Array {
  const out = new Float64Array(length);
  const logs = sizes.map(Math.log);
  const mean = logs.reduce((sum, each) => sum + each, 0) / sizes.length;
  const spread = logs.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  sizes.forEach((size, k) => {
    const values = measure(size);
    const weight = (logs[k] - mean) / spread;
    for (let i = 0; i < length; i++) out[i] += weight * values[i];
  });
  return out;
}

/** Range of the summed distances from the mean over the deviation, of the `size` changes that end at each bar. */
function rescaledRanges(x: Float64Array, size: number): Float64Array {
  const out = nanSeries(x.length);
  for (let i = size; i < x.length; i++) {
    const mean = (x[i] - x[i - size]) / size;
    let [sum, squares, top, bottom] = [0, 0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let k = i - size + 1; k <= i; k++) {
      const distance = x[k] - x[k - 1] - mean;
      sum += distance;
      squares += distance * distance;
      top = Math.max(top, sum);
      bottom = Math.min(bottom, sum);
    }
    out[i] = (top - bottom) / Math.sqrt(squares / size);
  }
  return out;
}

/** Mean over the whole pieces from bar `from` to bar `to`; flat pieces have none. */
function meanOfPieces(ranges: Float64Array, size: number, from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (let end = from + size; end <= to; end += size) {
    if (Number.isNaN(ranges[end])) continue;
    sum += ranges[end];
    count++;
  }
  return sum / count;
}
