import { firstNumber, nanSeries } from './series.ts';

/** Coefficients of a filter that keeps a constant: the weight of its own last value follows from the others. */
export interface LowPass {
  /** Weights of the newest two inputs. */
  readonly inputs: readonly [number, number];
  /** Weights of the values two and three bars back. */
  readonly feedback: readonly [number, number];
  /** Count of first values that are the input itself. */
  readonly start: 2 | 3;
}

/**
 * Smooths with a memory of three values. All terms are relative to the last value: a constant input gives that constant
 * exactly, and filters built on this one see zeros, not rounding.
 */
export function lowPassed(x: Float64Array, { inputs, feedback, start }: LowPass): Float64Array {
  const out = nanSeries(x.length);
  const begin = firstNumber(x);
  const [newest, before] = inputs;
  const [two, three] = feedback;
  const recursion = Math.min(begin + start, x.length);
  for (let i = begin; i < recursion; i++) out[i] = x[i];
  if (recursion < begin + start) return out;
  let y1 = x[recursion - 1];
  let y2 = x[recursion - 2];
  let y3 = x[Math.max(begin, recursion - 3)];
  for (let i = recursion; i < x.length; i++) {
    const y = y1 + newest * (x[i] - y1) + before * (x[i - 1] - y1) + two * (y2 - y1) + three * (y3 - y1);
    out[i] = y;
    if (Number.isNaN(y)) continue;
    y3 = y2;
    y2 = y1;
    y1 = y;
  }
  return out;
}
