import { METRICS } from '../../metrics/index.ts';
import type { ParameterValue } from '../../model/parameter.ts';
import { metricLook, SHORT_HEADINGS } from '../../run/text/metrics.ts';

/** Metrics that a new page shows. */
export const FIRST_METRICS = [
  'net_profit_percentage',
  'annual_return',
  'max_drawdown',
  'sharpe_ratio',
  'calmar_ratio',
  'sortino_ratio',
  'win_rate',
  'total',
];

const SHORT_TITLES: Readonly<Record<string, string>> = { ...SHORT_HEADINGS, sortino_ratio: 'Sortino' };

/** Title of a metric: short where space is. */
export function titleOf(metric: string): string {
  return SHORT_TITLES[metric] ?? METRICS.find(({ name }) => name === metric)?.title ?? metric.replaceAll('_', ' ');
}

/** A metric as text; an en dash for none. */
export function metricText(metric: string, value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const { decimals, scale } = metricLook(metric);
  return grouped(value * scale, decimals);
}

/** Order of values of a parameter or a column: numbers by size, texts as people count them. */
export function inOrder(a: ParameterValue, b: ParameterValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

/** `12,345.67`. */
export function grouped(value: number, decimals: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** A price with as many digits as it needs. */
export function priceText(value: number): string {
  return String(Number(value.toPrecision(8)));
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

/** Colour of a share: from red through yellow to green, readable by most colour-blind people by its lightness. */
export function shadeOf(share: number): string {
  const stops = [
    [142, 31, 58],
    [222, 105, 76],
    [247, 217, 138],
    [122, 190, 132],
    [14, 110, 94],
  ] as const;
  const place = Math.max(0, Math.min(0.9999, share)) * (stops.length - 1);
  const [from, to] = [stops[Math.floor(place)], stops[Math.floor(place) + 1]];
  const mix = (index: 0 | 1 | 2): number => Math.round(from[index] + (to[index] - from[index]) * (place % 1));
  return `rgb(${mix(0)} ${mix(1)} ${mix(2)})`;
}
