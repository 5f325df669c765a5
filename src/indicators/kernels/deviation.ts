import type { Devtype } from '../parameters.ts';
import { meanOfNumbers, rollingMean } from './rolling.ts';
import { nanSeries } from './series.ts';
import { rollingDeviation } from './variance.ts';

/** Spread of the last `period` values by Jesse's `devtype`: 0 standard, 1 mean absolute, 2 median absolute deviation. */
export function deviationOf(x: Float64Array, period: number, devtype: Devtype): Float64Array {
  if (devtype === 1) return meanDistance(x, period);
  if (devtype === 2) return rollingMedianDeviation(x, period);
  return rollingDeviation(x, period);
}

/** Bars that a deviation remembers. */
export function deviationMemory(period: number, devtype: Devtype): number {
  return devtype === 1 ? 2 * period - 1 : period;
}

/**
 * Mean distance of the last `period` values, each from the mean of the `period` values that end with it.
 * In the first `period - 1` windows only the values that have such a mean count.
 */
export function meanDistance(x: Float64Array, period: number): Float64Array {
  const distance = rollingMean(x, period);
  for (let i = 0; i < distance.length; i++) distance[i] = Math.abs(x[i] - distance[i]);
  return meanOfNumbers(distance, period);
}

/** Mean distance of the last `period` values from their mean. It takes O(period) a bar, as that mean moves. */
export function rollingMeanDeviation(x: Float64Array, period: number): Float64Array {
  const out = rollingMean(x, period);
  for (let i = period - 1; i < x.length; i++) {
    const mean = out[i];
    let sum = 0;
    for (let k = i - period + 1; k <= i; k++) sum += Math.abs(x[k] - mean);
    out[i] = sum / period;
  }
  return out;
}

/** Median distance of the last `period` values from their median. It takes O(period) a bar, over a sorted window. */
export function rollingMedianDeviation(x: Float64Array, period: number): Float64Array {
  const out = nanSeries(x.length);
  if (x.length < period) return out;
  const sorted = new Float64Array(period);
  let count = 0;
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i])) {
      count = 0;
      continue;
    }
    if (count === period) count = remove(sorted, count, x[i - period]);
    count = insert(sorted, count, x[i]);
    if (count === period) out[i] = medianDistance(sorted);
  }
  return out;
}

/** Index of the first of `count` ordered values that is not below `value`. */
function place(sorted: Float64Array, count: number, value: number): number {
  let from = 0;
  let to = count;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle] < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

function insert(sorted: Float64Array, count: number, value: number): number {
  const at = place(sorted, count, value);
  sorted.copyWithin(at + 1, at, count);
  sorted[at] = value;
  return count + 1;
}

function remove(sorted: Float64Array, count: number, value: number): number {
  const at = place(sorted, count, value);
  sorted.copyWithin(at, at + 1, count);
  return count - 1;
}

/** Walks outwards from the median to find the nearest half: distances grow to both sides. */
function medianDistance(sorted: Float64Array): number {
  const { length } = sorted;
  const median = (sorted[(length - 1) >> 1] + sorted[length >> 1]) / 2;
  let below = (length - 1) >> 1;
  let above = below + 1;
  let distance = 0;
  let before = 0;
  for (let taken = 0; taken <= length >> 1; taken++) {
    before = distance;
    const down = below >= 0 ? median - sorted[below] : Number.POSITIVE_INFINITY;
    const up = above < length ? sorted[above] - median : Number.POSITIVE_INFINITY;
    distance = Math.min(down, up);
    if (down <= up) below--;
    else above++;
  }
  return length % 2 === 1 ? distance : (before + distance) / 2;
}
