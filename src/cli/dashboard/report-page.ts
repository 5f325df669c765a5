import { readFileSync } from 'node:fs';
import { outcomesOf, readStoredRun } from '../../adapters/runs/stored-run.ts';
import { builtFile } from '../../adapters/system/package.ts';
import { wholePage } from '../../dashboard/html.ts';
import { policyHash, policyOf } from '../../dashboard/server/security.ts';
import type { EmbeddedRun } from '../../dashboard/session.ts';
import { EMPTY_VIEW, wireViewOf } from '../../dashboard/wire.ts';
import { chooseRows, DEFAULT_SORT } from '../../run/ranking.ts';
import type { JobReport, Report } from '../../run/report.ts';

/** Rows of the page: the best of more, and the first that failed. */
const MOST_ROWS = 1_000;
const MOST_FAILED = 50;
/** Samples of equity in the page, about a megabyte: those of the best backtests. */
const MOST_SAMPLES = 100_000;

/** `report.html`: the page with a run inside, in one file that loads nothing. */
export function reportPage(runs: string, report: Report): string {
  const rows = rowsOf(report);
  const script = readFileSync(builtFile('dashboard/whole/page.js'), 'utf8');
  const style = readFileSync(builtFile('dashboard/whole/page.css'), 'utf8');
  const view = { ...wireViewOf(EMPTY_VIEW), rows, report: { ...report, jobs: [] } };
  const data: EmbeddedRun = {
    message: { kind: 'view', run: report.run.id, view },
    equity: equityOf(runs, report, rows),
  };
  return wholePage({
    title: `jbt ${report.run.id}`,
    script,
    style,
    data: JSON.stringify(data),
    // The chart library adds a style of its own; here nothing can be loaded by a style.
    policy: policyOf({ script: policyHash(script), style: "'unsafe-inline'", connect: "'none'" }),
  });
}

function rowsOf({ jobs }: Report): readonly JobReport[] {
  const { rows: best } = chooseRows(jobs, { sort: DEFAULT_SORT, where: null });
  const failed = jobs.filter(({ status }) => status === 'failed');
  return [...best.slice(0, MOST_ROWS), ...failed.slice(0, MOST_FAILED)];
}

/** Equity of the best backtests by job. A run whose report has not all rows is too long to read for it. */
function equityOf(runs: string, report: Report, rows: readonly JobReport[]): EmbeddedRun['equity'] {
  if (report.format === 2) return {};
  const found = new Map<string, readonly number[]>();
  for (const { entry } of outcomesOf(readStoredRun(runs, report.run.id), true)) {
    if (entry.outcome.status === 'done') found.set(entry.outcome.jobId, entry.outcome.result.equity);
  }
  const chosen: [string, readonly number[]][] = [];
  let samples = 0;
  for (const { id } of rows) {
    const equity = found.get(id) ?? [];
    samples += equity.length;
    if (samples > MOST_SAMPLES) break;
    chosen.push([id, equity.map((value) => Number(value.toFixed(2)))]);
  }
  return Object.fromEntries(chosen);
}
