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

/** Wide enough for every column where nothing says how wide a line may be. */
const COLUMNS = 120;

/** How an answer is asked for. */
type AnswerSettings = ValuesOf<typeof ANSWER_OPTIONS>;

/** Prints what a run found: the answer on standard output, what concerns the run on standard error. */
export function printAnswer(report: Report, folder: string, settings: AnswerSettings, io: Io): void {
  const { stdout, stderr, cwd, env } = io;
  stdout.write(settings.json ? reportJson(report) : `${tables(report, settings, io)}\n`);
  // Elsewhere the reporter of plain lines has told it.
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
