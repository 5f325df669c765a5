import type { Metrics } from '../../model/metrics.ts';

/** A metric that left its tolerance. */
export interface MetricDrift {
  readonly metric: string;
  readonly before: number | null;
  readonly after: number | null;
  /** `after - before`; null where one has no value. */
  readonly difference: number | null;
}

/** Room for the last digits of another processor's or version's arithmetic, as a share of the value. */
export const LEAST_TOLERANCE = 1e-9;

/** Metrics that differ by more than a share of their value. It compares those that both have: a later version has more. */
export function metricDrifts(
  before: Readonly<Record<string, number | null>>,
  after: Readonly<Record<string, number | null>>,
  tolerance: number,
): readonly MetricDrift[] {
  return Object.keys(before)
    .filter((metric) => metric in after && !isWithin(before[metric], after[metric], tolerance))
    .map((metric) => {
      const [then, now] = [before[metric], after[metric]];
      return { metric, before: then, after: now, difference: then === null || now === null ? null : now - then };
    });
}

function isWithin(before: number | null, after: number | null, tolerance: number): boolean {
  if (before === null || after === null) return before === after;
  return Math.abs(after - before) <= tolerance * Math.max(Math.abs(before), Math.abs(after));
}

/** Metrics as JSON keeps them: null in place of NaN and of infinite ones. */
export function writableMetrics(metrics: Metrics): Readonly<Record<string, number | null>> {
  const names = Object.keys(metrics).sort();
  return Object.fromEntries(names.map((name) => [name, Number.isFinite(metrics[name]) ? metrics[name] : null]));
}
