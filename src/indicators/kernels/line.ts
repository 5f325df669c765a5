import { firstNumber, nanSeries, seriesFrom } from './series.ts';

/** Least-squares lines through windows: their height in the middle of the window and their rise a bar. */
export interface RollingLine {
  readonly mean: Float64Array;
  readonly slope: Float64Array;
}

/**
 * The line through the last `period` values, in blocks as in rolling.ts; for period 1 the slope is 0.
 * Its end is `mean + slope·(period − 1)/2`; the linearly weighted mean is `mean + slope·(period − 1)/6`.
 */
export function rollingLine(x: Float64Array, period: number): RollingLine {
  const start = firstNumber(x);
  if (x.length - start < period) return { mean: nanSeries(x.length), slope: nanSeries(x.length) };
  const mean = seriesFrom(x.length, start);
  const slope = seriesFrom(x.length, start);
  const ends = nanSeries(period + 1);
  const endProducts = new Float64Array(period + 1);
  ends[period] = 0;
  const middle = (period - 1) / 2;
  const spread = period === 1 ? 1 : (period * (period * period - 1)) / 12;
  for (let block = start; block < x.length; block += period) {
    const pivot = x[block];
    let sum = 0;
    let products = 0;
    for (let j = period - 1; block > start && j > 0; j--) {
      const distance = x[block - period + j] - pivot;
      ends[j] = sum += distance;
      endProducts[j] = products += (j - period) * distance;
    }
    const count = Math.min(period, x.length - block);
    sum = 0;
    products = 0;
    for (let j = 0; j < count; j++) {
      const distance = x[block + j] - pivot;
      sum += distance;
      products += j * distance;
      const total = sum + ends[j + 1];
      mean[block + j] = pivot + total / period;
      slope[block + j] = (products + endProducts[j + 1] - (j - middle) * total) / spread;
    }
  }
  return { mean, slope };
}

/** The line's height `bars` after the middle of the window. */
export function alongLine({ mean, slope }: RollingLine, bars: number): Float64Array {
  const out = new Float64Array(mean.length);
  for (let i = 0; i < out.length; i++) out[i] = mean[i] + bars * slope[i];
  return out;
}

/** Mean of the last `period` values weighing 1 (oldest) to `period` (newest). */
export function linearlyWeightedMean(x: Float64Array, period: number): Float64Array {
  return alongLine(rollingLine(x, period), (period - 1) / 6);
}
