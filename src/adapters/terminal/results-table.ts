import { DEFAULT_SORT, ranked } from '../../run/ranking.ts';
import type { Report } from '../../run/report.ts';
import { formatCount } from '../../run/text/numbers.ts';
import { identityOf, metricColumns, placeColumn } from './columns.ts';
import { drawColumns, fitColumns } from './layout.ts';
import { metricLook, requireMetric } from './metrics.ts';
import { createPaint, cutTo } from './paint.ts';

export interface ResultsOptions {
  /** Name of a metric. */
  readonly sort?: string;
  /** Number of rows. */
  readonly top?: number;
  readonly colours: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const DEFAULT_TOP = 10;

/** The best backtests of a report as a table; empty when none is done. Throws InvalidOption for an unknown metric. */
export function renderResults(report: Report, options: ResultsOptions): string {
  const { sort = DEFAULT_SORT, top = DEFAULT_TOP, colours, width } = options;
  requireMetric(sort);
  const best = ranked(report.jobs, sort);
  if (best.length === 0) return '';
  const paint = createPaint(colours);
  const shown = best.slice(0, top);
  const { columns, common } = identityOf(shown, report.jobs);
  const table = [placeColumn(shown, paint), ...columns, ...metricColumns(shown, sort, paint)];
  return [
    paint('bold', titleOf(report.totals.done, shown.length, sort)),
    ...(common.length > 0 ? [paint('dim', cutTo(common.join(' · '), width))] : []),
    '',
    drawColumns(fitColumns(table, width), paint),
  ].join('\n');
}

function titleOf(all: number, shown: number, sort: string): string {
  if (all === 1) return 'Result';
  const by = `by ${metricLook(sort).title}`;
  return shown < all ? `Best ${formatCount(shown)} of ${formatCount(all)} ${by}` : `${formatCount(all)} results ${by}`;
}
