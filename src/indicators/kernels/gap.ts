/** Rounding of averages of equal values, as a part of their size. */
const ROUNDING = 1e-12;

/** `a − b`, or 0 where they differ by rounding only: over still prices two averages have no difference. */
export function gapBetween(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) {
    const gap = a[i] - b[i];
    out[i] = Math.abs(gap) <= ROUNDING * Math.abs(a[i]) ? 0 : gap;
  }
  return out;
}
