/** What averages of equal values may differ by, as a part of their size. */
const ROUNDING = 1e-12;

/** `a − b`, and 0 where they differ by rounding only: the difference of two averages is 0 over still prices. */
export function gapBetween(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) {
    const gap = a[i] - b[i];
    out[i] = Math.abs(gap) <= ROUNDING * Math.abs(a[i]) ? 0 : gap;
  }
  return out;
}
