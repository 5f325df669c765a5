/**
 * Passes the frequencies around `period` bars, by Ehlers: `alpha` sets the width. The first two values are those of
 * `out`.
 */
export function bandPassed(x: Float64Array, period: number, alpha: number, out: Float64Array): Float64Array {
  const beta = Math.cos((2 * Math.PI) / period);
  for (let i = 2; i < out.length; i++) {
    out[i] = ((1 - alpha) / 2) * (x[i] - x[i - 2]) + beta * (1 + alpha) * out[i - 1] - alpha * out[i - 2];
  }
  return out;
}
