import { METRICS } from '../../metrics/index.ts';
import type { JobReport } from '../../run/report.ts';
import { valueIn } from '../../run/rows/fields.ts';
import { parameterLabel, strategiesLabel, symbolsLabel, timeframesLabel } from '../../run/text/labels.ts';
import { formatSeconds } from '../../run/text/numbers.ts';
import { printable } from '../../run/text/plain.ts';
import { metricCells, type StrategyLabel } from './columns.ts';
import { type Column, widest } from './layout.ts';
import type { Paint } from './paint.ts';

/** Columns that a person named: metrics, parameters and other properties of backtests. None is dropped. */
export function namedColumns(
  names: readonly string[],
  jobs: readonly JobReport[],
  labelOf: StrategyLabel,
  paint: Paint,
): readonly Column[] {
  return names.map((name) =>
    METRICS.some((metric) => metric.name === name)
      ? metricCells(name, jobs, true, paint)
      : textColumn(name, jobs, (job) => cellOf(name, job, labelOf)),
  );
}

function textColumn(name: string, jobs: readonly JobReport[], cell: (job: JobReport) => string): Column {
  const heading = printable(name);
  const cells = jobs.map((job) => printable(cell(job)));
  const values = jobs.map((job) => valueIn(job, name));
  const align = values.every((value) => value === null || typeof value === 'number') ? 'right' : 'left';
  return { heading, cells, align, style: (text) => text, rank: 0, shortest: widest(heading, cells) };
}

function cellOf(name: string, job: JobReport, labelOf: StrategyLabel): string {
  switch (name) {
    case 'strategy':
      return strategiesLabel(job.routes, labelOf);
    case 'symbol':
      return symbolsLabel(job.routes);
    case 'timeframe':
      return timeframesLabel(job.routes);
    case 'seconds':
      return formatSeconds(job.seconds);
  }
  const value = valueIn(job, name);
  if (value === null) return '';
  return typeof value === 'object' ? value.join('+') : parameterLabel(value);
}
