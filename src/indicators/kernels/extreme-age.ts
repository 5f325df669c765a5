import { firstNumber, nanSeries } from './series.ts';

/** Bars since the highest of the last `count` values; of equal ones the oldest. */
export function barsSinceHighest(x: Float64Array, count: number): Float64Array {
  return barsSinceTop(x, count, 1);
}

/** Bars since the lowest of the last `count` values; of equal ones the oldest. */
export function barsSinceLowest(x: Float64Array, count: number): Float64Array {
  return barsSinceTop(x, count, -1);
}

/**
 * Keeps a queue of the bars that may yet be the top, highest first: a new bar drives out all below it. The queue lies
 * in a ring whose size is a power of two, so that a mask finds places.
 */
function barsSinceTop(x: Float64Array, count: number, sign: 1 | -1): Float64Array {
  const out = nanSeries(x.length);
  const start = firstNumber(x);
  if (x.length - start < count) return out;
  const queue = new Int32Array(2 ** Math.ceil(Math.log2(count + 1)));
  const mask = queue.length - 1;
  let head = 0;
  let tail = 0;
  for (let i = start; i < x.length; i++) {
    const value = sign * x[i];
    while (tail > head && sign * x[queue[(tail - 1) & mask]] < value) tail--;
    queue[tail & mask] = i;
    tail++;
    if (queue[head & mask] <= i - count) head++;
    if (i - start >= count - 1) out[i] = i - queue[head & mask];
  }
  return out;
}
