import { expectationLines } from '../../run/expectations/text.ts';
import type { JobReport, Report } from '../../run/report.ts';
import { jobLabel } from '../../run/text/labels.ts';
import { counted, formatCount, formatFixed } from '../../run/text/numbers.ts';
import { printable } from '../../run/text/plain.ts';

/** Rows of the table: more make a comment nobody reads. */
const MOST_ROWS = 50;
const BARS = '▁▂▃▄▅▆▇█';

/** The report as Markdown for a pull request: counts, expectations, and a table with the equity of each backtest. */
export function renderMarkdown(report: Report, equity: ReadonlyMap<string, readonly number[]>): string {
  const { totals, jobs, expectations } = report;
  const { failed, cancelled } = totals;
  const counts = [`${formatCount(totals.done)} done`, failed > 0 && `${formatCount(failed)} failed`];
  const ends = [...counts, cancelled > 0 && `${formatCount(cancelled)} cancelled`].filter((part) => part !== false);
  const rows = jobs.slice(0, MOST_ROWS).map((job) => rowOf(job, equity.get(job.id) ?? []));
  const rest = totals.jobs - rows.length;
  return [
    `### jbt: ${counted(totals.jobs, 'backtest')}, ${ends.join(', ')}`,
    '',
    ...expectationLines(expectations).flatMap((line) => [
      `${line.startsWith('  ') ? '  ' : ''}- ${escaped(line.trim())}`,
    ]),
    ...(expectations === undefined ? [] : ['']),
    '| backtest | trades | net profit % | Sharpe | max drawdown % | equity |',
    '| --- | ---: | ---: | ---: | ---: | --- |',
    ...rows,
    ...(rest > 0 ? ['', `and ${counted(rest, 'backtest')} more`] : []),
    '',
  ].join('\n');
}

function rowOf(job: JobReport, equity: readonly number[]): string {
  const label = escaped(jobLabel(job));
  if (job.error !== null) return `| ${label} | failed: ${escaped(job.error.message)} | | | | |`;
  const numbers = ['net_profit_percentage', 'sharpe_ratio', 'max_drawdown'].map((name) => {
    return formatFixed(job.metrics?.[name], 2);
  });
  return `| ${[label, formatCount(job.trades), ...numbers, sparkline(equity)].join(' | ')} |`;
}

/** A curve as one character a point. */
function sparkline(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const scale = high > low ? (BARS.length - 1) / (high - low) : 0;
  return values.map((value) => BARS[Math.round((value - low) * scale)] ?? ' ').join('');
}

/** Text without a meaning in Markdown or HTML, in one line. */
function escaped(text: string): string {
  return printable(text.replaceAll('\n', ' '))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|@#]/g, (mark) => `\\${mark}`);
}
