import { METRICS } from '../../metrics/index.ts';
import type { JobReport } from '../../run/report.ts';
import { parameterLabel, strategiesLabel, symbolsLabel, timeframesLabel } from '../../run/text/labels.ts';

const SHORT_TITLES: Readonly<Record<string, string>> = {
  net_profit_percentage: 'Profit %',
  annual_return: 'Annual %',
  max_drawdown: 'Max DD %',
  sharpe_ratio: 'Sharpe',
  calmar_ratio: 'Calmar',
  sortino_ratio: 'Sortino',
  win_rate: 'Win %',
  total: 'Trades',
};

/** Metrics that a new page shows. */
export const FIRST_METRICS = Object.keys(SHORT_TITLES);

/** Shares that people read in percent. */
const SHARES = ['win_rate', 'win_rate_longs', 'win_rate_shorts'];

/** Title of a metric: short where space is. */
export function titleOf(metric: string): string {
  return SHORT_TITLES[metric] ?? METRICS.find(({ name }) => name === metric)?.title ?? metric.replaceAll('_', ' ');
}

/** True for a metric of which less is better. */
export function isLowerBetter(metric: string): boolean {
  return METRICS.find(({ name }) => name === metric)?.better === 'lower';
}

/** A metric as text; an en dash for none. */
export function metricText(metric: string, value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const unit = METRICS.find(({ name }) => name === metric)?.unit;
  if (SHARES.includes(metric)) return (value * 100).toFixed(1);
  if (unit === 'count' || unit === 'seconds' || unit === 'days') return grouped(value, 0);
  return grouped(value, 2);
}

/** `12,345.67`. */
export function grouped(value: number, decimals: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** A price with as many digits as it needs. */
export function priceText(value: number): string {
  return String(Number(value.toPrecision(8)));
}

/** `2023-08-11 14:30` (UTC). */
export function timeText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}

/** `3 d 4 h`, `12 min`, `45 s`. */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${(seconds / 3_600).toFixed(1)} h`;
  return `${(seconds / 86_400).toFixed(1)} d`;
}

/** A number with k or M behind it. */
export function shortCount(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(value >= 1e7 ? 0 : 1)}M`;
  return value >= 1e4 ? `${(value / 1e3).toFixed(0)}k` : grouped(value, 0);
}

/** Colour class of a gain or loss. */
export function gainClass(value: number | null | undefined): string {
  if (value === null || value === undefined || !(value !== 0)) return '';
  return value > 0 ? 'gain' : 'loss';
}

/** `trend FIL-USDT 1h fast=8`. */
export function rowLabel(row: JobReport): string {
  return [strategiesLabel(row.routes), symbolsLabel(row.routes), timeframesLabel(row.routes), parametersText(row)]
    .filter((part) => part !== '')
    .join(' ');
}

function parametersText({ parameters }: JobReport): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${parameterLabel(value)}`)
    .join(' ');
}
