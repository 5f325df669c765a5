import { closest } from 'fastest-levenshtein';
import { JbtError } from '../../model/errors.ts';
import { formatFixed } from '../../run/numbers.ts';
import type { JobReport } from '../../run/report.ts';

/** What the table of results is sorted by when nothing else is asked for. */
export const DEFAULT_SORT = 'net_profit_percentage';

interface MetricColumn {
  readonly heading: string;
  /** In a sentence. */
  readonly title: string;
  readonly decimals: number;
  /** Multiplied for show: a share of 0.45 is 45 %. */
  readonly scale: number;
}

/** The metrics shown in any table, in order, under the names traders use. */
const COLUMNS: Readonly<Record<string, MetricColumn>> = {
  net_profit_percentage: { heading: 'Profit %', title: 'net profit %', decimals: 2, scale: 1 },
  annual_return: { heading: 'Annual %', title: 'annual return %', decimals: 2, scale: 1 },
  max_drawdown: { heading: 'Max DD %', title: 'max drawdown %', decimals: 2, scale: 1 },
  sharpe_ratio: { heading: 'Sharpe', title: 'Sharpe ratio', decimals: 2, scale: 1 },
  calmar_ratio: { heading: 'Calmar', title: 'Calmar ratio', decimals: 2, scale: 1 },
  win_rate: { heading: 'Win %', title: 'win rate', decimals: 1, scale: 100 },
  total: { heading: 'Trades', title: 'number of trades', decimals: 0, scale: 1 },
};

export const SHOWN_METRICS: readonly string[] = Object.keys(COLUMNS);

const SHARES = ['win_rate_longs', 'win_rate_shorts'];
const COUNTS = /^(?:total_|.*_count$|.*_streak$)/;

/** Metrics where less is better. Drawdowns and losses are negative numbers, so there more is better, as everywhere else. */
const LESS_IS_BETTER = [
  'average_holding_period',
  'average_loss',
  'average_losing_holding_period',
  'fee',
  'losing_streak',
  'max_underwater_period',
  'total_losing_trades',
  'total_open_trades',
];

/** How a metric is called and written. */
export function metricColumn(name: string): MetricColumn {
  const known = COLUMNS[name];
  if (known !== undefined) return known;
  const share = SHARES.includes(name);
  const words = name.replaceAll('_', ' ').replace(/ percentage$/, ' %');
  const title = share ? `${words} %` : words;
  const heading = title.replace(/^./, (letter) => letter.toUpperCase());
  return { heading, title, decimals: share ? 1 : COUNTS.test(name) ? 0 : 2, scale: share ? 100 : 1 };
}

export function formatMetric(name: string, value: number | null | undefined): string {
  const { decimals, scale } = metricColumn(name);
  return formatFixed(typeof value === 'number' ? value * scale : value, decimals);
}

/** Throws InvalidOption, with the nearest right word, when no metric is called `name`. */
export function requireMetric(name: string, names: readonly string[]): void {
  if (names.length === 0 || names.includes(name)) return;
  const nearest = names.find((known) => known.startsWith(name)) ?? closest(name, names);
  throw new JbtError(
    'InvalidOption',
    `--sort ${name}: there is no such metric; did you mean ${nearest}? Known are ${[...names].sort().join(', ')}`,
  );
}

/** Every metric that some backtest of a report has. */
export function metricNames(jobs: readonly JobReport[]): string[] {
  return [...new Set(jobs.flatMap((job) => Object.keys(job.metrics ?? {})))];
}

/** The backtests that are done, best first by a metric; those without a number for it come last, in the batch's order. */
export function rankJobs(jobs: readonly JobReport[], metric: string): JobReport[] {
  const sign = LESS_IS_BETTER.includes(metric) ? 1 : -1;
  const merit = (job: JobReport) => {
    const value = job.metrics?.[metric] ?? Number.NaN;
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value;
  };
  return jobs.filter(({ status }) => status === 'done').sort((left, right) => compare(merit(left), merit(right)));
}

function compare(left: number, right: number): number {
  return left === right ? 0 : left - right;
}
