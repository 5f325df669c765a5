import { firstNumber, nanSeries, seriesFrom } from './series.ts';

/*
 * Rolling windows that subtract nothing: the series is cut into blocks of `period` bars. A window is the end of one
 * block plus the beginning of the next, and both are plain sums. Each block costs a second pass. In return a huge, NaN
 * or infinite value leaves no residue once it has left the window.
 * `ends[j]` belongs to the values j, j+1, ... of the block before. It starts as NaN, which makes the warm-up.
 * `ends[period]` stands for no value at all.
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

/** `ends` holds the sums that lie before the first value. */
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
 * Mean of the last `period` values. Sums are relative to the first value of a block, which lies in all its windows:
 * equal values have that mean exactly.
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

/**
 * Mean of the numbers among the last `period` values, or among all so far while they are fewer. It passes over NaN.
 * Sums are relative to a value as in `rollingMean`.
 */
export function meanOfNumbers(x: Float64Array, period: number): Float64Array {
  const start = firstNumber(x);
  const out = seriesFrom(x.length, start);
  const size = Math.min(period, x.length);
  const ends = new Float64Array(size + 1);
  const endCounts = new Float64Array(size + 1);
  let pivot = 0;
  for (let block = start; block < x.length; block += size) {
    if (!Number.isNaN(x[block])) pivot = x[block];
    let sum = 0;
    let numbers = 0;
    for (let j = size - 1; block > start && j > 0; j--) {
      const distance = x[block - size + j] - pivot;
      if (!Number.isNaN(distance)) {
        sum += distance;
        numbers++;
      }
      ends[j] = sum;
      endCounts[j] = numbers;
    }
    const count = Math.min(size, x.length - block);
    sum = 0;
    numbers = 0;
    for (let j = 0; j < count; j++) {
      const distance = x[block + j] - pivot;
      if (!Number.isNaN(distance)) {
        sum += distance;
        numbers++;
      }
      out[block + j] = pivot + (sum + ends[j + 1]) / (numbers + endCounts[j + 1]);
    }
  }
  return out;
}

/** Highest of the last `period` values. */
export function highest(x: Float64Array, period: number): Float64Array {
  if (x.length - firstNumber(x) < period) return nanSeries(x.length);
  return maxWindows(x, nanSeries(period + 1));
}

/** Highest of the last `period` values, or of all so far while they are fewer. */
export function highestSoFar(x: Float64Array, period: number): Float64Array {
  return maxWindows(x, new Float64Array(Math.min(period, x.length) + 1).fill(Number.NEGATIVE_INFINITY));
}

/** Lowest of the last `period` values. */
export function lowest(x: Float64Array, period: number): Float64Array {
  if (x.length - firstNumber(x) < period) return nanSeries(x.length);
  return minWindows(x, nanSeries(period + 1));
}

/** Lowest of the last `period` values, or of all so far while they are fewer. */
export function lowestSoFar(x: Float64Array, period: number): Float64Array {
  return minWindows(x, new Float64Array(Math.min(period, x.length) + 1).fill(Number.POSITIVE_INFINITY));
}

/** `ends` holds the tops that lie before the first value. */
function maxWindows(x: Float64Array, ends: Float64Array): Float64Array {
  const start = firstNumber(x);
  const out = seriesFrom(x.length, start);
  const period = ends.length - 1;
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

/** `ends` holds the bottoms that lie before the first value. */
function minWindows(x: Float64Array, ends: Float64Array): Float64Array {
  const start = firstNumber(x);
  const out = seriesFrom(x.length, start);
  const period = ends.length - 1;
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
