/** Index that begins at 1000. It is multiplied by x/x[i−1] where the volume moved in `direction`: 1 up, −1 down. */
export function volumeIndex(x: Float64Array, volume: Float64Array, direction: 1 | -1): Float64Array {
  const value = new Float64Array(x.length);
  let index = 1000;
  for (let i = 0; i < x.length; i++) {
    if ((volume[i] - volume[i - 1]) * direction > 0 && x[i - 1] !== 0) index *= x[i] / x[i - 1];
    value[i] = index;
  }
  return value;
}
