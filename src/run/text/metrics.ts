import { METRICS, type Metric } from '../../metrics/index.ts';
import { formatFixed } from './numbers.ts';

/** The metrics shown in any table, in order, under short names that traders use. */
export const SHORT_HEADINGS: Readonly<Record<string, string>> = {
  net_profit_percentage: 'Profit %',
  annual_return: 'Annual %',
  max_drawdown: 'Max DD %',
  sharpe_ratio: 'Sharpe',
  calmar_ratio: 'Calmar',
  win_rate: 'Win %',
  total: 'Trades',
};

export const SHOWN_METRICS: readonly string[] = Object.keys(SHORT_HEADINGS);

/** Names and number format of a metric. */
interface MetricLook {
  readonly heading: string;
  /** Name within a sentence. */
  readonly title: string;
  readonly decimals: number;
  /** Factor for display: a share of 0.45 is 45 %. */
  readonly scale: number;
}

/** Shares that people read in percent. */
const SHARES = ['win_rate', 'win_rate_longs', 'win_rate_shorts'];

export function metricLook(name: string): MetricLook {
  const metric = METRICS.find((one) => one.name === name);
  const share = SHARES.includes(name);
  const percent = share || metric?.unit === 'percent';
  const words = metric?.title ?? name.replaceAll('_', ' ');
  const title = percent && !words.endsWith('%') ? `${words} %` : words;
  return {
    heading: SHORT_HEADINGS[name] ?? title,
    title,
    decimals: share ? 1 : decimalsOf(metric?.unit ?? 'ratio'),
    scale: share ? 100 : 1,
  };
}

function decimalsOf(unit: Metric['unit']): number {
  switch (unit) {
    case 'count':
    case 'seconds':
    case 'days':
      return 0;
    case 'percent':
    case 'currency':
    case 'ratio':
      return 2;
  }
}

export function formatMetric(name: string, value: number | null | undefined): string {
  const { decimals, scale } = metricLook(name);
  return formatFixed(typeof value === 'number' ? value * scale : value, decimals);
}
