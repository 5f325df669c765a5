import { relative } from 'node:path';
import { bestRows } from '../../adapters/runs/rows.ts';
import { charsetOf } from '../../adapters/terminal/charset.ts';
import { renderFailures } from '../../adapters/terminal/failures-table.ts';
import { canDraw, wantsColours } from '../../adapters/terminal/paint.ts';
import { renderResults } from '../../adapters/terminal/results-table.ts';
import { renderSummary } from '../../adapters/terminal/summary.ts';
import { DEFAULT_SORT } from '../../run/ranking.ts';
import type { Report } from '../../run/report.ts';
import { counted } from '../../run/text/numbers.ts';
import type { Io } from '../command.ts';
import type { ValuesOf } from '../options.ts';
import { say } from '../say.ts';
import { reportJson } from './documents.ts';
import type { ANSWER_OPTIONS } from './options.ts';

/** Width where the output has none: enough for every column. */
const COLUMNS = 120;

/** Options of an answer. */
type AnswerSettings = ValuesOf<typeof ANSWER_OPTIONS>;

/** Prints the results on standard output, and the summary of the run on standard error. */
export function printAnswer(report: Report, folder: string, settings: AnswerSettings, io: Io): void {
  const { stdout, stderr, cwd, env } = io;
  const charset = charsetOf(env);
  if (settings.json) for (const part of reportJson(report)) stdout.write(part);
  else stdout.write(`${charset(tables(report, folder, settings, io))}\n`);
  // The plain reporter prints the summary itself.
  if (canDraw(stderr, env)) stderr.write(`${charset(renderSummary(report))}\n`);
  say(stderr, `${relative(cwd, folder) || '.'}/report.json\n`);
}

function tables(report: Report, folder: string, { sort, top }: AnswerSettings, { stdout, env }: Io): string {
  const look = { colours: wantsColours(stdout, env), width: stdout.columns ?? COLUMNS };
  const asked = { ...(sort === null ? {} : { sort }), ...(top === null ? {} : { top }) };
  const results = withAskedRows(report, folder, sort ?? DEFAULT_SORT, top ?? 0);
  const parts = [renderResults(results, { ...look, ...asked }), renderFailures(report, look)];
  const found = parts.filter((part) => part !== '').join('\n\n');
  return found === '' ? `0 of ${counted(report.totals.jobs, 'backtest')} done` : found;
}

/** Reads the rows that the report of a large run does not have: it has the best by one metric alone. */
function withAskedRows(report: Report, folder: string, sort: string, top: number): Report {
  const { rows, jobs } = report;
  if (rows === undefined || (sort === DEFAULT_SORT && top <= jobs.length)) return report;
  return { ...report, jobs: bestRows(folder, rows.file, sort, Math.max(top, jobs.length)) };
}
