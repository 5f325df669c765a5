import type { JobReport, Report } from '../../run/report.ts';
import { type ChosenRows, chooseRows, DEFAULT_SORT, sortMetric } from '../../run/rows/ranking.ts';
import { distinctStrategyLabels } from '../../run/text/labels.ts';
import { metricLook } from '../../run/text/metrics.ts';
import { formatCount } from '../../run/text/numbers.ts';
import { equityColumn, identityOf, metricColumns, placeColumn } from './columns.ts';
import { drawColumns, fitColumns } from './layout.ts';
import { namedColumns } from './named-columns.ts';
import { createPaint, cutTo } from './paint.ts';

export interface ResultsOptions {
  /** Order, as in `RowOrder`. */
  readonly sort?: string;
  /** Number of rows. */
  readonly top?: number;
  /** Names of columns; without them the usual ones. */
  readonly columns?: readonly string[];
  /** Rows in this order, where the report does not have all. */
  readonly chosen?: ChosenRows;
  /** Equity of the shown backtests, by job; left out where none is drawn. */
  readonly equityOf?: (shown: readonly JobReport[]) => ReadonlyMap<string, readonly number[]>;
  readonly colours: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

export const DEFAULT_TOP = 10;

/** The best backtests of a report as a table; empty when none is done. */
export function renderResults(report: Report, options: ResultsOptions): string {
  const { sort = DEFAULT_SORT, top = DEFAULT_TOP, colours, width, equityOf } = options;
  const chosen = options.chosen ?? chosenOf(report, sort);
  if (chosen.rows.length === 0) return '';
  const paint = createPaint(colours);
  const shown = chosen.rows.slice(0, top);
  const labelOf = distinctStrategyLabels(
    [...report.jobs, ...shown].flatMap(({ routes }) => routes.map(({ strategy }) => strategy)),
  );
  const { columns, common } = identityOf(shown, report.jobs, labelOf);
  const usual = () => [
    ...columns,
    ...metricColumns(shown, sortMetric(sort), paint),
    ...(equityOf === undefined ? [] : equityColumn(shown, equityOf, paint)),
  ];
  const asked = options.columns === undefined ? usual() : namedColumns(options.columns, shown, labelOf, paint);
  return [
    paint('bold', titleOf(chosen, shown.length, sort, report.totals.done)),
    ...(common.length > 0 ? [paint('dim', cutTo(common.join(' · '), width))] : []),
    '',
    drawColumns(fitColumns([placeColumn(shown, paint), ...asked], width), paint),
  ].join('\n');
}

function chosenOf({ jobs, totals, rows }: Report, sort: string): ChosenRows {
  const chosen = chooseRows(jobs, { sort, where: null });
  return { ...chosen, matching: totals.done, neverTraded: rows?.neverTraded ?? chosen.neverTraded };
}

/** `Best 10 of 12 by Sharpe ratio · 12 of 24 match · 3 never traded`. */
function titleOf({ matching, neverTraded }: ChosenRows, shown: number, sort: string, done: number): string {
  const notes = [
    ...(matching < done ? [`${formatCount(matching)} of ${formatCount(done)} match`] : []),
    ...(neverTraded > 0 ? [`${formatCount(neverTraded)} never traded`] : []),
  ];
  return [headOf(matching, shown, sort), ...notes].join(' · ');
}

function headOf(matching: number, shown: number, sort: string): string {
  if (matching === 1) return 'Result';
  const metric = sortMetric(sort);
  const isReversed = metric !== sort;
  const by = `by ${metricLook(metric).title}${isReversed ? ', reversed' : ''}`;
  const end = isReversed ? 'Last' : 'Best';
  return shown < matching
    ? `${end} ${formatCount(shown)} of ${formatCount(matching)} ${by}`
    : `${formatCount(matching)} results ${by}`;
}
