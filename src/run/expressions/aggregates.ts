/** Functions over the values of many rows; `count` and `share` take a condition. */
export const AGGREGATES = ['min', 'max', 'mean', 'median', 'p05', 'p95', 'count', 'share'] as const;
export type Aggregate = (typeof AGGREGATES)[number];

export function isAggregate(name: string): name is Aggregate {
  return AGGREGATES.some((known) => known === name);
}

/** True if the function counts the rows for which a condition holds. */
export function takesCondition(name: Aggregate): boolean {
  return name === 'count' || name === 'share';
}

/** Aggregates numbers, a condition being 1 or 0; null without any. Percentiles interpolate between neighbours. */
export function aggregated(name: Aggregate, values: Iterable<number>): number | null {
  const sorted = Float64Array.from(values).sort();
  const sum = sorted.reduce((total, value) => total + value, 0);
  if (name === 'count') return sum;
  if (sorted.length === 0) return null;
  switch (name) {
    case 'share':
    case 'mean':
      return sum / sorted.length;
    case 'min':
      return sorted[0];
    case 'max':
      return sorted[sorted.length - 1];
    case 'median':
      return percentile(sorted, 0.5);
    case 'p05':
      return percentile(sorted, 0.05);
    case 'p95':
      return percentile(sorted, 0.95);
  }
}

function percentile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}
