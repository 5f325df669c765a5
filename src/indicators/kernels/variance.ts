import { firstNumber, nanSeries, seriesFrom } from './series.ts';

/**
 * Population variance of the last `period` values, in blocks as in rolling.ts. Squares are relative to a value in the
 * window, which bounds cancellation. It is 0 for equal values and never negative.
 */
export function rollingVariance(x: Float64Array, period: number): Float64Array {
  const start = firstNumber(x);
  if (x.length - start < period) return nanSeries(x.length);
  const out = seriesFrom(x.length, start);
  const ends = nanSeries(period + 1);
  const endSquares = new Float64Array(period + 1);
  ends[period] = 0;
  for (let block = start; block < x.length; block += period) {
    const pivot = x[block];
    let sum = 0;
    let squares = 0;
    for (let j = period - 1; block > start && j > 0; j--) {
      const distance = x[block - period + j] - pivot;
      ends[j] = sum += distance;
      endSquares[j] = squares += distance * distance;
    }
    const count = Math.min(period, x.length - block);
    sum = 0;
    squares = 0;
    for (let j = 0; j < count; j++) {
      const distance = x[block + j] - pivot;
      sum += distance;
      squares += distance * distance;
      const mean = (sum + ends[j + 1]) / period;
      out[block + j] = Math.max(0, (squares + endSquares[j + 1]) / period - mean * mean);
    }
  }
  return out;
}

/** Population standard deviation of the last `period` values. */
export function rollingDeviation(x: Float64Array, period: number): Float64Array {
  const out = rollingVariance(x, period);
  for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(out[i]);
  return out;
}

/** Population standard deviation of the last `period` values, or of all so far while they are fewer. */
export function rollingDeviationSoFar(x: Float64Array, period: number): Float64Array {
  const out = rollingDeviation(x, period);
  const start = firstNumber(x);
  let mean = 0;
  let squares = 0;
  for (let count = 1; count < period && start + count <= x.length; count++) {
    const i = start + count - 1;
    const distance = x[i] - mean;
    mean += distance / count;
    squares += distance * (x[i] - mean);
    out[i] = Math.sqrt(squares / count);
  }
  return out;
}
