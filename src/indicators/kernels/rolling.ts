import { firstNumber, nanSeries, seriesFrom } from './series.ts';

/*
 * Windows without subtracting what leaves: the series is cut into blocks of `period` bars, and a window is the end of
 * one block plus the beginning of the next, both of which are plain additions. It costs a second pass over each block
 * and leaves no residue of values that have left, so one huge, NaN or infinite value is forgotten exactly.
 * `ends[j]` belongs to the values j, j+1, ... of the block before. It starts as NaN, which is the warm-up, except for
 * `ends[period]`, which stands for no value at all.
 */

/** Sum of the last `period` values. */
export function rollingSum(x: Float64Array, period: number): Float64Array {
  if (x.length - firstNumber(x) < period) return nanSeries(x.length);
  return sumWindows(x, nanSeries(period + 1));
}

/** Sum of the last `period` values, or of all so far while they are fewer. */
export function rollingSumSoFar(x: Float64Array, period: number): Float64Array {
  return sumWindows(x, new Float64Array(Math.min(period, x.length) + 1));
}

/** `ends` holds what lies before the first value. */
function sumWindows(x: Float64Array, ends: Float64Array): Float64Array {
  const start = firstNumber(x);
  const out = seriesFrom(x.length, start);
  const period = ends.length - 1;
  ends[period] = 0;
  for (let block = start; block < x.length; block += period) {
    const count = Math.min(period, x.length - block);
    let sum = 0;
    for (let j = 0; j < count; j++) {
      sum += x[block + j];
      out[block + j] = sum + ends[j + 1];
    }
    if (count < period) return out;
    sum = 0;
    for (let j = period - 1; j > 0; j--) {
      sum += x[block + j];
      ends[j] = sum;
    }
  }
  return out;
}

/**
 * Mean of the last `period` values: exactly c over values that are all c, as sums are taken relative to a value that
 * lies in all windows of a block, its first.
 */
export function rollingMean(x: Float64Array, period: number): Float64Array {
  const start = firstNumber(x);
  if (x.length - start < period) return nanSeries(x.length);
  const out = seriesFrom(x.length, start);
  const ends = nanSeries(period + 1);
  ends[period] = 0;
  for (let block = start; block < x.length; block += period) {
    const pivot = x[block];
    if (block > start) {
      let end = 0;
      for (let j = period - 1; j > 0; j--) {
        end += x[block - period + j] - pivot;
        ends[j] = end;
      }
    }
    const count = Math.min(period, x.length - block);
    let sum = 0;
    for (let j = 0; j < count; j++) {
      sum += x[block + j] - pivot;
      out[block + j] = pivot + (sum + ends[j + 1]) / period;
    }
  }
  return out;
}

/** Highest of the last `period` values. */
export function highest(x: Float64Array, period: number): Float64Array {
  const start = firstNumber(x);
  if (x.length - start < period) return nanSeries(x.length);
  const out = seriesFrom(x.length, start);
  const ends = nanSeries(period + 1);
  ends[period] = Number.NEGATIVE_INFINITY;
  for (let block = start; block < x.length; block += period) {
    const count = Math.min(period, x.length - block);
    let top = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < count; j++) {
      top = Math.max(top, x[block + j]);
      out[block + j] = Math.max(top, ends[j + 1]);
    }
    if (count < period) return out;
    top = Number.NEGATIVE_INFINITY;
    for (let j = period - 1; j > 0; j--) {
      top = Math.max(top, x[block + j]);
      ends[j] = top;
    }
  }
  return out;
}

/** Lowest of the last `period` values. */
export function lowest(x: Float64Array, period: number): Float64Array {
  const start = firstNumber(x);
  if (x.length - start < period) return nanSeries(x.length);
  const out = seriesFrom(x.length, start);
  const ends = nanSeries(period + 1);
  ends[period] = Number.POSITIVE_INFINITY;
  for (let block = start; block < x.length; block += period) {
    const count = Math.min(period, x.length - block);
    let bottom = Number.POSITIVE_INFINITY;
    for (let j = 0; j < count; j++) {
      bottom = Math.min(bottom, x[block + j]);
      out[block + j] = Math.min(bottom, ends[j + 1]);
    }
    if (count < period) return out;
    bottom = Number.POSITIVE_INFINITY;
    for (let j = period - 1; j > 0; j--) {
      bottom = Math.min(bottom, x[block + j]);
      ends[j] = bottom;
    }
  }
  return out;
}
