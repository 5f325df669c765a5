import { counted, formatFixed } from '../../../run/text/numbers.ts';
import type { TradeLine } from './baseline-file.ts';
import type { Comparison, JobDrift, MetricDrift, TradeDrift } from './drift.ts';

/** Lists would hide the summary. */
const MOST_LISTED = 20;

/** Differences from a baseline in words, one line a fact. */
export function comparisonText(comparison: Comparison): string {
  const { same, drifted, vanished, withoutResult, added } = comparison;
  return [
    ...limited(drifted, jobLines),
    ...limited(vanished, (job) => [`vanished: ${job}`]),
    ...limited(withoutResult, (job) => [`failed or not played: ${job}`]),
    ...limited(added, (job) => [`new, not in the baseline: ${job}`]),
    `${counted(same, 'backtest')} as in the baseline, ${drifted.length} drifted, ${vanished.length} vanished, ` +
      `${withoutResult.length} without a result, ${added.length} new`,
  ].join('\n');
}

function limited<Item>(items: readonly Item[], linesOf: (item: Item) => readonly string[]): readonly string[] {
  const hidden = items.length - MOST_LISTED;
  return [...items.slice(0, MOST_LISTED).flatMap(linesOf), ...(hidden > 0 ? [`... and ${hidden} more`] : [])];
}

function jobLines({ job, metrics, firstTrade, note }: JobDrift): readonly string[] {
  return [
    `drifted: ${job}`,
    ...(firstTrade === null ? [] : tradeLines(firstTrade)),
    ...(note === null ? [] : [`  ${note}`]),
    ...metricLines(metrics),
  ];
}

/** Metrics that people look at first. */
const FOREMOST: readonly string[] = ['net_profit_percentage', 'total', 'win_rate', 'max_drawdown', 'sharpe_ratio'];
const MOST_METRICS = 6;

function metricLines(metrics: readonly MetricDrift[]): readonly string[] {
  const isForemost = ({ metric }: MetricDrift): boolean => FOREMOST.includes(metric);
  const ordered = [...metrics.filter(isForemost), ...metrics.filter((drift) => !isForemost(drift))];
  const hidden = metrics.length - MOST_METRICS;
  const rest = hidden > 0 ? [`  ${counted(hidden, 'metric')} more; jbt baseline check --json has all`] : [];
  return [...ordered.slice(0, MOST_METRICS).map(metricLine), ...rest];
}

function tradeLines({ trade, before, after }: TradeDrift): readonly string[] {
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
