import { readFileSync } from 'node:fs';
import { outcomesOf, readIntactRun, type StoredRun } from '../../adapters/runs/stored-run.ts';
import { builtFile } from '../../adapters/system/package.ts';
import { wholePage } from '../../dashboard/html.ts';
import { policyHash, policyOf } from '../../dashboard/server/security.ts';
import type { EmbeddedPage, EmbeddedRun } from '../../dashboard/session.ts';
import { EMPTY_VIEW, wireViewOf } from '../../dashboard/wire.ts';
import type { JobReport, Report } from '../../run/report.ts';
import { chooseRows, DEFAULT_SORT } from '../../run/rows/ranking.ts';
import { embeddedSessions, type TradesOf } from './embedded-sessions.ts';
import { storedView } from './stored-view.ts';

/** Rows of the page: the best of more, and the first that failed. */
const MOST_ROWS = 1_000;
const MOST_FAILED = 50;
/** Samples of equity in the page, about half a megabyte: those of the best backtests. */
const MOST_SAMPLES = 50_000;

/** `report.html`: the page with a run inside, in one file that loads nothing. */
export function reportPage(runs: string, report: Report, tradesOf: TradesOf): string {
  const rows = rowsOf(report);
  const stored = readIntactRun(runs, report.run.id);
  const run: EmbeddedRun = {
    message: {
      kind: 'view',
      run: report.run.id,
      view: { ...wireViewOf(EMPTY_VIEW), rows, report: { ...report, jobs: [] } },
    },
    inputs: stored?.inputs ?? null,
    // A run whose report has not all rows is too long to read for it.
    equity: report.format === 2 ? {} : equityOf(stored, rows),
    ...embeddedSessions(rows, tradesOf),
  };
  return pageWith(`jbt ${report.run.id}`, { place: '', runs: [run] });
}

/** A run as far as a page of two needs it. */
interface PageSide extends Pick<EmbeddedRun, 'inputs'> {
  readonly id: string;
  readonly started: string;
  readonly command: string;
  readonly rows: readonly JobReport[];
  /** Null for a report without its folder. */
  readonly run: StoredRun | null;
}

/** The page with two runs inside, opened at their comparison. */
export function comparisonPage(before: PageSide, after: PageSide): string {
  const runs = [after, before].map((side): EmbeddedRun => {
    const { id, rows, inputs } = side;
    const view = { ...storedView({ ...side, jobs: rows.length }, rows, false, null), rows };
    return {
      message: { kind: 'view', run: id, view },
      inputs,
      equity: equityOf(side.run, rows),
      bars: {},
      sessions: {},
    };
  });
  const place = `#/run/${after.id}/versus?with=${before.id}`;
  return pageWith(`jbt ${before.id} and ${after.id}`, { place, runs });
}

function pageWith(title: string, data: EmbeddedPage): string {
  const script = readFileSync(builtFile('dashboard/whole/page.js'), 'utf8');
  return wholePage({
    title,
    script,
    style: readFileSync(builtFile('dashboard/whole/page.css'), 'utf8'),
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

/** Equity of the best backtests by job. */
function equityOf(run: StoredRun | null, rows: readonly JobReport[]): EmbeddedRun['equity'] {
  const found = new Map<string, readonly number[]>();
  for (const { entry } of run === null ? [] : outcomesOf(run, true)) {
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
