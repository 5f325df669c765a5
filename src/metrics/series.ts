/** Change from each value to the next; one fewer than there are values. */
export function changesOf(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => value - values[index]);
}

/** Change from each value to the next, as a share of the value before. */
export function returnsOf(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => value / values[index] - 1);
}

/** Returns in percent, one for each price: NaN for the first, as in Jesse's `prices_to_returns`. */
export function pricesToReturns(prices: readonly number[]): number[] {
  return prices.map((price, index) => (index === 0 ? Number.NaN : (price / prices[index - 1] - 1) * 100));
}

/** Returns of equity; 0 from a value that is not above 0. */
export function solventReturnsOf(equity: readonly number[]): number[] {
  return returnsOf(equity).map((value, index) => (equity[index] > 0 ? value : 0));
}

/** Distance of each value but the first from the highest so far, as shares; `first` is the index of the first peak. */
export function drawdownsOf(values: readonly number[], first: 0 | 1 = 0): number[] {
  let peak = values[first];
  return values.slice(1).map((value) => {
    peak = Math.max(peak, value);
    return value / peak - 1;
  });
}

/**
 * Length of the run up to each value: positive values count up, negative ones down, zero starts anew.
 * NaN lengthens a run of either sign and shows as a loss, as in Jesse.
 */
export function streaks(values: ArrayLike<number>): number[] {
  const runs: number[] = [];
  let ups = 0;
  let downs = 0;
  for (let i = 0; i < values.length; i++) {
    ups = values[i] <= 0 ? 0 : ups + 1;
    downs = values[i] >= 0 ? 0 : downs + 1;
    runs.push(values[i] >= 0 ? ups : -downs);
  }
  return runs;
}
