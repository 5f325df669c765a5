import type { MetricDrift } from '../../../run/comparison/metric-drift.ts';
import { counted, formatFixed } from '../../../run/text/numbers.ts';
import type { TradeDrift, TradeLine } from './trades.ts';

/** Lists would hide the summary. */
export const MOST_LISTED = 20;

/** The lines of the first items, and how many more there are. */
export function limited<Item>(items: readonly Item[], linesOf: (item: Item) => readonly string[]): readonly string[] {
  const hidden = items.length - MOST_LISTED;
  return [...items.slice(0, MOST_LISTED).flatMap(linesOf), ...(hidden > 0 ? [`... and ${hidden} more`] : [])];
}

/** Metrics that people look at first. */
const FOREMOST: readonly string[] = ['net_profit_percentage', 'total', 'win_rate', 'max_drawdown', 'sharpe_ratio'];
const MOST_METRICS = 6;

/** Lines of metrics, the foremost first; `command` prints the others. */
export function metricLines(metrics: readonly MetricDrift[], command: string): readonly string[] {
  const isForemost = ({ metric }: MetricDrift): boolean => FOREMOST.includes(metric);
  const ordered = [...metrics.filter(isForemost), ...metrics.filter((drift) => !isForemost(drift))];
  const hidden = metrics.length - MOST_METRICS;
  const rest = hidden > 0 ? [`  ${counted(hidden, 'metric')} more; ${command} has all`] : [];
  return [...ordered.slice(0, MOST_METRICS).map(metricLine), ...rest];
}

export function tradeLines({ trade, before, after }: TradeDrift): readonly string[] {
  return [
    `  first trade that differs: number ${trade}`,
    `    before  ${tradeText(before)}`,
    `    after   ${tradeText(after)}`,
  ];
}

function tradeText(line: TradeLine | null): string {
  if (line === null) return 'no such trade';
  const [symbol, side, opened, closed, quantity, entry, exit, profit] = line;
  return `${symbol} ${side} ${opened} at ${entry} to ${closed} at ${exit}, quantity ${quantity}, profit ${formatFixed(profit, 2)}`;
}

function metricLine({ metric, before, after, difference }: MetricDrift): string {
  const sign = difference !== null && difference > 0 ? '+' : '';
  return `  ${metric}  ${numberText(before)} -> ${numberText(after)}  (${sign}${numberText(difference)})`;
}

/** Six significant digits. */
function numberText(value: number | null): string {
  return value === null ? '-' : String(Number(value.toPrecision(6)));
}
