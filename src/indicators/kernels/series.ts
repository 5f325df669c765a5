/*
 * Every kernel treats NaN alike. Leading ones are not part of the series, which begins at its first number.
 * A later one makes the windows that hold it NaN and no others. Recursions pass over it: NaN there, state unchanged.
 */

/** A column of NaN. */
export function nanSeries(length: number): Float64Array {
  return new Float64Array(length).fill(Number.NaN);
}

/** A column that is NaN before `from`; the caller writes the rest. */
export function seriesFrom(length: number, from: number): Float64Array {
  return new Float64Array(length).fill(Number.NaN, 0, from);
}

/** Index of the first value that is a number; the length when there is none. */
export function firstNumber(x: Float64Array): number {
  let i = 0;
  while (i < x.length && Number.isNaN(x[i])) i++;
  return i;
}

/** `a − b`, value by value. */
export function difference(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = a[i] - b[i];
  return out;
}

/** Delays a series by `bars`; NaN where there is no value yet. */
export function delayed(x: Float64Array, bars: number): Float64Array {
  const out = nanSeries(x.length);
  if (bars < x.length) out.set(x.subarray(0, x.length - bars), bars);
  return out;
}

/** `x[i] − x[i − bars]`. */
export function change(x: Float64Array, bars = 1): Float64Array {
  const out = seriesFrom(x.length, bars);
  for (let i = bars; i < x.length; i++) out[i] = x[i] - x[i - bars];
  return out;
}

/** Signs of `a − b`: 1, 0 or −1. */
export function signOfDifference(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = a[i] > b[i] ? 1 : a[i] < b[i] ? -1 : a[i] - b[i];
  return out;
}

/** Fills the first `count` values with 0, in place. */
export function zeroUntil(x: Float64Array, count: number): Float64Array {
  return x.fill(0, 0, count);
}

/** `factor·x`, in place. */
export function scale(x: Float64Array, factor: number): Float64Array {
  for (let i = 0; i < x.length; i++) x[i] *= factor;
  return x;
}

/** Change in percent of the value `bars` earlier; 0 where that value is 0, as in TA-Lib's ROC. */
export function rateOfChange(x: Float64Array, bars: number): Float64Array {
  const out = seriesFrom(x.length, bars);
  for (let i = bars; i < x.length; i++) out[i] = x[i - bars] === 0 ? 0 : 100 * (x[i] / x[i - bars] - 1);
  return out;
}

/** Ratio to the value `bars` earlier; 0 where that value is 0, as in TA-Lib's ROCR. */
export function ratioToBefore(x: Float64Array, bars: number): Float64Array {
  const out = seriesFrom(x.length, bars);
  for (let i = bars; i < x.length; i++) out[i] = x[i - bars] === 0 ? 0 : x[i] / x[i - bars];
  return out;
}

/** The middle of two series. */
export function middleOf(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = (a[i] + b[i]) / 2;
  return out;
}
