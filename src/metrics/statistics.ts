/** Adds from left to right, so that equal lists give equal bits everywhere. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** NaN for an empty list. */
export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}

/** Standard deviation of a sample (divided by n − 1); NaN for fewer than two values. */
export function standardDeviation(values: ArrayLike<number>): number {
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - centre) ** 2;
  return Math.sqrt(squares / Math.max(0, values.length - 1));
}

/** NaN for an empty list. */
export function largest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), values[0] ?? Number.NaN);
}

/** NaN for an empty list. */
export function smallest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), values[0] ?? Number.NaN);
}

/** Mean of the worst 5 % of the values, at least of the worst one; NaN for an empty list. */
export function worstMean(values: readonly number[]): number {
  const count = Math.max(1, Math.floor(0.05 * values.length));
  return mean([...values].sort((a, b) => a - b).slice(0, count));
}
