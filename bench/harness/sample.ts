/** The middle of several measurements, and how far they lie apart. */
export interface Sample {
  readonly median: number;
  /** The interquartile range over the median. */
  readonly spread: number;
  readonly rounds: number;
}

/** Above this spread a figure is noisy. */
const NOISY_SPREAD = 0.15;

export function sampleOf(values: readonly number[]): Sample {
  const sorted = [...values].sort((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  const spread = median === 0 ? 0 : (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / Math.abs(median);
  return { median, spread, rounds: values.length };
}

export function isNoisy(...samples: readonly Sample[]): boolean {
  return samples.some(({ spread }) => spread > NOISY_SPREAD);
}

/** Interpolates between the two nearest of sorted values. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place % 1);
}
