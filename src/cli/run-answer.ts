import { relative } from 'node:path';
import { renderFailures } from '../adapters/table-failures.ts';
import { renderResults } from '../adapters/table-results.ts';
import { canDraw, wantsColours } from '../adapters/terminal/paint.ts';
import { renderSummary } from '../adapters/terminal/summary.ts';
import type { Report } from '../run/report.ts';
import type { Surroundings } from './command.ts';
import { reportJson } from './run-documents.ts';
import type { RunSettings } from './run-settings.ts';

/** Wide enough for every column where nothing says how wide a line may be. */
const COLUMNS = 120;

/** Prints what a run found: the answer on standard output, what concerns the run on standard error. */
export function printAnswer(report: Report, folder: string, settings: RunSettings, surroundings: Surroundings): void {
  const { stdout, stderr, cwd, env } = surroundings;
  stdout.write(settings.json ? reportJson(report) : `${tables(report, settings, surroundings)}\n`);
  // Elsewhere the reporter of plain lines has told it.
  if (canDraw(stderr, env)) stderr.write(`${renderSummary(report)}\n`);
  stderr.write(`written to ${relative(cwd, folder) || '.'}\n`);
}

function tables(report: Report, { sort, top }: RunSettings, { stdout, env }: Surroundings): string {
  const look = { colours: wantsColours(stdout, env), width: stdout.columns ?? COLUMNS };
  const asked = { ...(sort === null ? {} : { sort }), ...(top === null ? {} : { top }) };
  const parts = [renderResults(report, { ...look, ...asked }), renderFailures(report, look)];
  return parts.filter((part) => part !== '').join('\n\n');
}
