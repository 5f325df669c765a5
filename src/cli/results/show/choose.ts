import { findRun, outcomesOf, readStoredRun, runIds, type StoredRun } from '../../../adapters/runs/stored-run.ts';
import { JbtError } from '../../../model/errors.ts';
import type { Job } from '../../../model/job.ts';
import { positionOf } from '../../../run/plan/job-id.ts';
import { Foremost, rankBy } from '../../../run/rows/ranking.ts';
import { nearest } from '../../../run/text/nearest.ts';

/** A backtest of a run. */
export interface Chosen {
  readonly run: StoredRun;
  readonly job: Job;
}

/**
 * Chooses a backtest: `[run] job`, a run alone for its best, nothing for the best of the newest. A job is its id, the
 * beginning of one, or its row in the table that is sorted by a metric. Throws JbtError `FileNotFound`.
 */
export function chooseJob(runs: string, words: readonly string[], sort: string): Chosen {
  const [first = null, second = null] = words;
  if (second !== null) {
    const run = readStoredRun(runs, findRun(runs, first));
    return jobIn(run, second, sort) ?? refuse(second, run, []);
  }
  const newest = readStoredRun(runs, findRun(runs, null));
  if (first === null) return rowIn(newest, 1, sort);
  const chosen = jobIn(newest, first, sort);
  if (chosen !== null) return chosen;
  if (!runIds(runs).some((id) => id.startsWith(first))) refuse(first, newest, runIds(runs));
  return rowIn(readStoredRun(runs, findRun(runs, first)), 1, sort);
}

function refuse(word: string, { id, jobs }: StoredRun, runs: readonly string[]): never {
  const ids = [...runs, ...Array.from(jobs, (job) => job.id)];
  const near = ids.find((known) => known.includes(word)) ?? nearestStart(word, ids);
  const proposal = near === undefined ? '' : ` (did you mean "${near}"?)`;
  throw new JbtError('FileNotFound', `run ${id} has no backtest ${word}${proposal}; jbt report ${id} lists the best`);
}

/** The first id whose beginning is nearest to a word. */
function nearestStart(word: string, ids: readonly string[]): string | undefined {
  const start = nearest(word, new Set(ids.map((known) => known.slice(0, word.length))));
  return start === null ? undefined : ids.find((known) => known.startsWith(start));
}

/** `3`, `#3` and `#1234` are rows; `0003` is the beginning of an id. */
const ROW = /^(?:#(\d{1,9})|(\d{1,3}))$/;
const POSITION = /^\d{4,9}$/;

/** Null when the run has no such job. */
function jobIn(run: StoredRun, word: string, sort: string): Chosen | null {
  const [, marked, plain] = ROW.exec(word) ?? [];
  const row = marked ?? plain;
  if (row !== undefined) return rowIn(run, Number(row), sort);
  if (POSITION.test(word)) {
    const position = Number(word);
    const job = [...run.jobs].find(({ id }) => positionOf(id) === position);
    return job === undefined ? null : { run, job };
  }
  const found: Job[] = [];
  for (const job of run.jobs) {
    if (job.id === word) return { run, job };
    if (job.id.startsWith(word)) found.push(job);
  }
  if (found.length > 1) {
    const examples = found.slice(0, 2).map(({ id }) => id);
    throw new JbtError(
      'FileNotFound',
      `${found.length} backtests begin with ${word}, such as ${examples.join(' and ')}`,
    );
  }
  return found.length === 0 ? null : { run, job: found[0] };
}

/** The backtest in a row of the table. */
function rowIn(run: StoredRun, row: number, sort: string): Chosen {
  const rank = rankBy(sort);
  const best = new Foremost<Job>(Math.max(1, row));
  let done = 0;
  for (const { job, entry } of outcomesOf(run)) {
    if (entry.outcome.status !== 'done') continue;
    done += 1;
    best.add(rank(entry.outcome.result.metrics), positionOf(job.id), () => job);
  }
  const job = best.list()[row - 1];
  if (job !== undefined) return { run, job };
  const what = done === 0 ? 'has no finished backtest' : `has ${done} finished backtests, and no row ${row}`;
  throw new JbtError('FileNotFound', `run ${run.id} ${what}; jbt report ${run.id} says more`);
}
