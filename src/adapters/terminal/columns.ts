import type { JobReport } from '../../run/report.ts';
import { parameterLabel, strategiesLabel, symbolsLabel, timeframesLabel } from '../../run/text/labels.ts';
import { formatMetric, metricLook, SHOWN_METRICS } from '../../run/text/metrics.ts';
import { NO_NUMBER } from '../../run/text/numbers.ts';
import { printable } from '../../run/text/plain.ts';
import { sparkline } from '../../run/text/sparkline.ts';
import { type Column, NICE_TO_HAVE, widest } from './layout.ts';
import type { Paint } from './paint.ts';

/** Traits of backtests: a column where they differ, a remark where all agree. */
export interface Identity {
  readonly columns: readonly Column[];
  readonly common: readonly string[];
}

/** Label of a strategy by its name in the batch. */
export type StrategyLabel = (name: string) => string;

/** One property of backtests. */
interface Trait {
  readonly heading: string;
  readonly cell: (job: JobReport) => string;
  readonly align: Column['align'];
  /** Text before the value that all backtests agree on. */
  readonly prefix: string;
}

/** Columns of the shown backtests. A trait is common only if all backtests of the batch agree on it. */
export function identityOf(shown: readonly JobReport[], all: readonly JobReport[], labelOf: StrategyLabel): Identity {
  const varies = ({ cell }: Trait) => new Set(all.map(cell)).size > 1;
  const traits = [
    // A whole name of an exchange would push the dates off a narrow screen; it is told where it says something.
    ...[trait('Exchange', (job) => job.exchange.name)].filter(varies),
    trait('Strategy', (job) => strategiesLabel(job.routes, labelOf)),
    trait('Market', (job) => symbolsLabel(job.routes)),
    trait('TF', (job) => timeframesLabel(job.routes)),
    ...parameterTraits(all),
    trait('Dates', (job) => `${job.from} to ${job.to}`),
  ];
  return {
    columns: traits.filter(varies).map((one) => columnOf(one, shown)),
    common: traits.filter((one) => !varies(one)).map(({ prefix, cell }) => prefix + cell(all[0])),
  };
}

function trait(heading: string, cell: Trait['cell']): Trait {
  return { heading, cell: (job) => printable(cell(job)), align: 'left', prefix: '' };
}

function parameterTraits(jobs: readonly JobReport[]): Trait[] {
  const names = [...new Set(jobs.flatMap(({ parameters }) => Object.keys(parameters)))];
  return names.map((name) => {
    const heading = printable(name);
    const cell = ({ parameters }: JobReport) => (name in parameters ? printable(parameterLabel(parameters[name])) : '');
    const align = jobs.some(({ parameters }) => typeof parameters[name] === 'string') ? 'left' : 'right';
    return { heading, cell, align, prefix: `${heading}=` };
  });
}

const SHORTEST_TEXT = 9;

function columnOf({ heading, cell, align }: Trait, jobs: readonly JobReport[]): Column {
  const cells = jobs.map(cell);
  const full = widest(heading, cells);
  // A truncated number would be a wrong number.
  const shortest = align === 'right' ? full : Math.min(full, SHORTEST_TEXT);
  return { heading, cells, align, style: (cell) => cell, rank: 0, shortest };
}

/** Rank of each backtest. */
export function placeColumn(jobs: readonly JobReport[], paint: Paint): Column {
  const cells = jobs.map((_, index) => String(index + 1));
  const shortest = widest('#', cells);
  return { heading: '#', cells, align: 'right', style: (cell) => paint('dim', cell), rank: 0, shortest };
}

/** The metric of the sort order first, then the other shown metrics. */
export function metricColumns(jobs: readonly JobReport[], sort: string, paint: Paint): Column[] {
  const names = [sort, ...SHOWN_METRICS.filter((name) => name !== sort)];
  const columns = names.map((name) => metricCells(name, jobs, name === sort, paint));
  return columns.filter(({ rank, cells }) => rank === 0 || cells.some((cell) => cell !== NO_NUMBER));
}

const SPARKLINE_WIDTH = 12;

/** Equity of each backtest as a sparkline; the first column that goes where room is short. */
export function equityColumn(
  jobs: readonly JobReport[],
  equityOf: (jobs: readonly JobReport[]) => ReadonlyMap<string, readonly number[]>,
  paint: Paint,
): Column[] {
  const equities = equityOf(jobs);
  const cells = jobs.map(({ id }) => sparkline(equities.get(id) ?? [], SPARKLINE_WIDTH));
  if (cells.every((cell) => cell === '')) return [];
  const style = (cell: string): string => paint('dim', cell);
  return [{ heading: 'Equity', cells, align: 'left', style, rank: NICE_TO_HAVE + 2, shortest: SPARKLINE_WIDTH }];
}

/** Ranks of metrics; the highest loses its column first where room is short. */
const RANKS: Readonly<Record<string, number>> = {
  calmar_ratio: NICE_TO_HAVE + 1,
  annual_return: NICE_TO_HAVE,
  win_rate: NICE_TO_HAVE - 1,
};
const COLOURED = ['net_profit', 'net_profit_percentage', 'annual_return'];

export function metricCells(name: string, jobs: readonly JobReport[], sorted: boolean, paint: Paint): Column {
  const { heading } = metricLook(name);
  const cells = jobs.map((job) => formatMetric(name, job.metrics?.[name]));
  const style = COLOURED.includes(name) ? gainStyle(paint) : (cell: string) => cell;
  return {
    heading,
    cells,
    align: 'right',
    style,
    rank: sorted ? 0 : (RANKS[name] ?? 1),
    shortest: widest(heading, cells),
  };
}

function gainStyle(paint: Paint): (cell: string) => string {
  return (cell) => {
    if (!/[1-9]/.test(cell)) return cell;
    return paint(cell.startsWith('-') ? 'red' : 'green', cell);
  };
}
