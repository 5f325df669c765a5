import { dirname, relative } from 'node:path';
import { equitiesOf } from '../../adapters/runs/equities.ts';
import { bestRows } from '../../adapters/runs/rows.ts';
import { runIds } from '../../adapters/runs/stored-run.ts';
import { charsetOf } from '../../adapters/terminal/charset.ts';
import { renderFailures } from '../../adapters/terminal/failures-table.ts';
import { canDraw, wantsColours } from '../../adapters/terminal/paint.ts';
import { DEFAULT_TOP, renderResults } from '../../adapters/terminal/results-table.ts';
import { renderSummary } from '../../adapters/terminal/summary.ts';
import { expectationLines } from '../../run/expectations/text.ts';
import type { JobReport, Report } from '../../run/report.ts';
import { checkColumns, rowCondition } from '../../run/rows/choice.ts';
import { type ChosenRows, chooseRows, DEFAULT_SORT } from '../../run/rows/ranking.ts';
import { counted } from '../../run/text/numbers.ts';
import type { Io } from '../command.ts';
import type { ValuesOf } from '../options.ts';
import { say } from '../process/say.ts';
import { reportJson } from './documents.ts';
import type { ANSWER_OPTIONS } from './options.ts';

/** Width where the output has none: enough for every column. */
const COLUMNS = 120;

/** Backtests of a run whose journal is read again for sparklines: more would be a wait. */
const MOST_DRAWN = 2_000;

/** Options of an answer. */
type AnswerSettings = ValuesOf<typeof ANSWER_OPTIONS>;

/** Checks the columns and the condition of an answer against the known parameters. Throws JbtError `InvalidOption`. */
export function checkAnswer({ columns, where }: AnswerSettings, parameters: readonly string[]): void {
  if (columns !== null) checkColumns(columns, parameters);
  if (where !== null) rowCondition(where, parameters);
}

/** Prints the results on standard output, and the summary of the run on standard error. */
export function printAnswer(report: Report, folder: string, settings: AnswerSettings, io: Io): void {
  const { stdout, stderr, cwd, env } = io;
  const charset = charsetOf(env);
  if (settings.json) for (const part of reportJson(report)) stdout.write(part);
  else stdout.write(`${charset(tables(report, folder, settings, io))}\n`);
  // The plain reporter prints the summary itself.
  if (canDraw(stderr, env)) {
    for (const line of [renderSummary(report), ...expectationLines(report.expectations)])
      stderr.write(`${charset(line)}\n`);
  }
  say(stderr, `${relative(cwd, folder) || '.'}/report.json\n`);
  if (!settings.json && report.totals.done > 0) say(stderr, `${nextText(report, folder, settings.sort)}\n`);
}

/** Names the next commands to look at. */
function nextText({ run }: Report, folder: string, sort: string | null): string {
  const named = runIds(dirname(folder)).at(-1) === run.id ? '' : ` ${run.id}`;
  return `jbt show${named} 1${sort === null ? '' : ` --sort ${sort}`} shows the first in full; report.html shows all in a browser`;
}

function tables(report: Report, folder: string, settings: AnswerSettings, { stdout, env }: Io): string {
  const look = { colours: wantsColours(stdout, env), width: stdout.columns ?? COLUMNS };
  const isDrawn = canDraw(stdout, env) && report.totals.jobs <= MOST_DRAWN;
  const equityOf = (shown: readonly JobReport[]) =>
    equitiesOf(
      folder,
      shown.map(({ id }) => id),
    );
  const { sort, top, columns, where } = settings;
  const asked = { sort: sort ?? DEFAULT_SORT, top: top ?? DEFAULT_TOP, ...(columns === null ? {} : { columns }) };
  const chosen = chosenRows(report, folder, settings);
  const results = renderResults(report, {
    ...look,
    ...asked,
    ...(chosen === null ? {} : { chosen }),
    ...(isDrawn ? { equityOf } : {}),
  });
  const found = [results, renderFailures(report, look)].filter((part) => part !== '').join('\n\n');
  if (found !== '') return found;
  const { done, jobs } = report.totals;
  return where === null || done === 0
    ? `0 of ${counted(jobs, 'backtest')} done`
    : `0 of ${counted(done, 'backtest')} match: ${where}`;
}

/** Rows that the report does not have in the order asked for; null where its own rows do. */
function chosenRows(report: Report, folder: string, { sort, top, where }: AnswerSettings): ChosenRows | null {
  const { rows, jobs } = report;
  const hasAll = rows === undefined;
  const condition = where === null ? null : rowCondition(where, parametersOf(report));
  const order = { sort: sort ?? DEFAULT_SORT, where: condition };
  if (hasAll) return condition === null ? null : chooseRows(jobs, order);
  if (condition === null && order.sort === DEFAULT_SORT && (top ?? 0) <= jobs.length) return null;
  return bestRows(folder, rows.file, order, Math.max(top ?? 0, jobs.length));
}

/** Names of all parameters in a report. */
export function parametersOf({ jobs }: Report): readonly string[] {
  return [...new Set(jobs.flatMap((job) => Object.keys(job.effectiveParameters ?? job.parameters)))];
}
