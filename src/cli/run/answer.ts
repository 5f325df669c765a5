import { relative } from 'node:path';
import { renderFailures } from '../../adapters/terminal/failures-table.ts';
import { canDraw, wantsColours } from '../../adapters/terminal/paint.ts';
import { renderResults } from '../../adapters/terminal/results-table.ts';
import { renderSummary } from '../../adapters/terminal/summary.ts';
import type { Report } from '../../run/report.ts';
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
  if (settings.json) for (const part of reportJson(report)) stdout.write(part);
  else stdout.write(`${tables(report, settings, io)}\n`);
  // The plain reporter prints the summary itself.
  if (canDraw(stderr, env)) stderr.write(`${renderSummary(report)}\n`);
  say(stderr, `${relative(cwd, folder) || '.'}/report.json\n`);
}

function tables(report: Report, { sort, top }: AnswerSettings, { stdout, env }: Io): string {
  const look = { colours: wantsColours(stdout, env), width: stdout.columns ?? COLUMNS };
  const asked = { ...(sort === null ? {} : { sort }), ...(top === null ? {} : { top }) };
  const parts = [renderResults(report, { ...look, ...asked }), renderFailures(report, look)];
  const found = parts.filter((part) => part !== '').join('\n\n');
  return found === '' ? `0 of ${report.totals.jobs} backtests are done` : found;
}
