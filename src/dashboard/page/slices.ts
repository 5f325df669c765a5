import type { JobReport } from '../../run/report.ts';
import type { Axis } from './axes.ts';

/** A backtest and its value of a metric. */
export interface Measured {
  readonly row: JobReport;
  readonly value: number;
}

/** The backtests that share one value of an axis, with the median of the metric. */
interface Group {
  readonly measured: readonly Measured[];
  readonly median: number;
}

/** A metric along one axis. */
export interface Slice {
  readonly axis: Axis;
  /** One group a value of the axis, in its order; null where no backtest has a value. */
  readonly groups: readonly (Group | null)[];
  /** Share of the metric's variance that lies between the groups, 0 to 1: the correlation ratio, squared. */
  readonly explained: number;
}

/** The backtests that have a finite value of the metric. */
export function measuredOf(rows: readonly JobReport[], metric: string): readonly Measured[] {
  return rows.flatMap((row) => {
    const value = row.metrics?.[metric] ?? Number.NaN;
    return Number.isFinite(value) ? [{ row, value }] : [];
  });
}

/** A slice an axis; the axis that explains most of the metric comes first. */
export function slicesOf(measured: readonly Measured[], axes: readonly Axis[]): readonly Slice[] {
  return axes.map((axis) => sliceOf(measured, axis)).sort((a, b) => b.explained - a.explained);
}

function sliceOf(measured: readonly Measured[], axis: Axis): Slice {
  const places = new Map(axis.values.map((value, index) => [value, index]));
  const found: Measured[][] = axis.values.map(() => []);
  for (const one of measured) {
    const place = places.get(axis.of(one.row) ?? '');
    if (place !== undefined) found[place].push(one);
  }
  const groups = found.map((group) => (group.length === 0 ? null : { measured: group, median: medianOf(group) }));
  return { axis, groups, explained: explainedBy(found) };
}

function medianOf(group: readonly Measured[]): number {
  const values = group.map(({ value }) => value).sort((a, b) => a - b);
  return (values[(values.length - 1) >> 1] + values[values.length >> 1]) / 2;
}

function explainedBy(groups: readonly (readonly Measured[])[]): number {
  const all = groups.flat();
  const mean = meanOf(all);
  const total = all.reduce((sum, { value }) => sum + (value - mean) ** 2, 0);
  const between = groups
    .filter(({ length }) => length > 0)
    .reduce((sum, group) => sum + group.length * (meanOf(group) - mean) ** 2, 0);
  return total > 0 ? between / total : 0;
}

function meanOf(group: readonly Measured[]): number {
  return group.reduce((sum, { value }) => sum + value, 0) / group.length;
}
