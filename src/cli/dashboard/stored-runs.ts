import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning } from '../../adapters/runs/remove.ts';
import { readReport } from '../../adapters/runs/reports.ts';
import { outcomesOf, type ReadEntry, readIntactRun, runIds, type StoredRun } from '../../adapters/runs/stored-run.ts';
import type { Follower } from '../../dashboard/server/audience.ts';
import { framesOf } from '../../dashboard/server/frames.ts';
import type { Runs } from '../../dashboard/server/runs.ts';
import type { RunSummary, SessionView } from '../../dashboard/session.ts';
import { MOST_ROWS } from '../../dashboard/wire.ts';
import { JbtError } from '../../model/errors.ts';
import { rowsOf } from '../../run/coordinator/report-of.ts';
import { placeOf } from '../../run/plan/shard.ts';
import type { JobReport, Report } from '../../run/report.ts';
import type { Io } from '../command.ts';
import { homeOf } from '../home.ts';
import { playAgain } from './play-again.ts';
import { sessionViewOf } from './session-view.ts';
import { storedView } from './stored-view.ts';

/** A run of another process is read again so often. */
const WATCH_MS = 1_000;

/** The runs of a project as the page asks for them. */
export function storedRuns(io: Io): Runs {
  const { runs } = homeOf(io);
  // Two at a time would fight for the cores, and for the store.
  let last: Promise<unknown> = Promise.resolve();
  return {
    list: async () => [...runIds(runs)].reverse().flatMap((id) => summaryOf(runs, id) ?? []),
    follow: async (run, follower) => followStored(runs, run, follower),
    session(run, job) {
      const next = last.then(() => sessionOf(runs, run, job, io));
      last = next.catch(() => {});
      return next;
    },
    inputs: async (run) => storedRun(runs, run)?.inputs,
    async cancel() {
      throw new JbtError('NotCancelled', 'another process plays this run: Ctrl-C ends it there');
    },
  };
}

async function sessionOf(runs: string, id: string, jobId: string, io: Io): Promise<SessionView> {
  const run = storedRun(runs, id);
  if (run === null) throw new JbtError('FileNotFound', `there is no run ${id} any more`);
  const job = run.jobs.at(placeOf(run.jobs, jobId));
  if (job?.id !== jobId) throw new JbtError('FileNotFound', `run ${id} has no backtest ${jobId}`);
  const entry = entryOf(run, jobId)?.entry ?? null;
  return sessionViewOf(rowsOf(run.described)(job, entry), job, await playAgain(run, job, entry, io));
}

function entryOf(run: StoredRun, jobId: string): ReadEntry | null {
  for (const found of outcomesOf(run)) if (found.job.id === jobId) return found;
  return null;
}

/** A run by the name of its folder; null for none, and for one that is damaged. */
function storedRun(runs: string, id: string): StoredRun | null {
  return runIds(runs).includes(id) ? readIntactRun(runs, id) : null;
}

function summaryOf(runs: string, id: string): RunSummary | null {
  const run = storedRun(runs, id);
  if (run === null) return null;
  const report = reportOf(runs, id);
  const { started, command, jobs, folder } = run;
  const ended = (report?.run.finished ?? null) === null ? 'interrupted' : 'finished';
  const state = isRunning(folder) ? 'running' : ended;
  const { done = 0, failed = 0 } = report?.totals ?? {};
  return { id, command, started, state, jobs: jobs.length, done, failed, host: null };
}

function reportOf(runs: string, id: string): Report | null {
  try {
    return readReport(runs, id).report;
  } catch {
    return null;
  }
}

/** Sends a stored run, and again as it grows while another process plays it. Null for no such run. */
function followStored(runs: string, id: string, follower: Follower): (() => void) | null {
  const run = storedRun(runs, id);
  if (run === null) return null;
  let wasUnderWay = isRunning(run.folder);
  let bytes = journalBytes(run);
  sendRun(runs, run, wasUnderWay, follower);
  const timer = setInterval(() => {
    const isUnderWay = isRunning(run.folder);
    const now = journalBytes(run);
    if (now === bytes && isUnderWay === wasUnderWay) return;
    [bytes, wasUnderWay] = [now, isUnderWay];
    sendRun(runs, run, isUnderWay, follower);
    if (!isUnderWay) clearInterval(timer);
  }, WATCH_MS);
  if (!wasUnderWay) clearInterval(timer);
  return () => clearInterval(timer);
}

function journalBytes({ folder }: StoredRun): number {
  return statSync(join(folder, 'journal.ndjson'), { throwIfNoEntry: false })?.size ?? 0;
}

function sendRun(runs: string, run: StoredRun, isUnderWay: boolean, follower: Follower): void {
  const report = isUnderWay ? null : reportOf(runs, run.id);
  const rows = report?.format === 1 ? report.jobs : [...firstOf(rowsIn(run), MOST_ROWS)];
  const view = storedView({ ...run, jobs: run.jobs.length }, rows, isUnderWay, report);
  for (const frame of framesOf(run.id, view, rows)) follower.send(frame);
}

function* rowsIn(run: StoredRun): Generator<JobReport> {
  const rowOf = rowsOf(run.described);
  for (const { job, entry } of outcomesOf(run)) yield rowOf(job, entry);
}

function* firstOf<Item>(items: Iterable<Item>, most: number): Generator<Item> {
  let count = 0;
  for (const item of items) {
    if (count++ === most) return;
    yield item;
  }
}
