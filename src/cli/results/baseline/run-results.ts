import { outcomesOf, type ReadEntry, type StoredRun } from '../../../adapters/runs/stored-run.ts';
import type { Result } from '../../../model/outcome.ts';
import { formatDate } from '../../../model/time.ts';
import { byWords, jobWords } from '../../../run/comparison/job-words.ts';
import { writableMetrics } from '../../../run/comparison/metric-drift.ts';
import type { BaselineJob } from './baseline-file.ts';

/** A job of a run by its words; `result` is null for a job that failed or was not played. */
export interface RunJob {
  readonly job: string;
  readonly result: (ReadEntry & Pick<Result, 'hash'> & Pick<BaselineJob, 'metrics'>) | null;
}

/** Jobs of a run, sorted by their words. */
export function jobsOf(run: StoredRun): readonly RunJob[] {
  const found = new Map(Array.from(outcomesOf(run), (read) => [read.job.id, read]));
  const named = byWords(run.jobs, (job) => jobWords({ ...job, from: formatDate(job.from), to: formatDate(job.to) }));
  return Array.from(named, ([job, { id }]): RunJob => ({ job, result: resultOf(found.get(id)) })).sort((a, b) =>
    a.job < b.job ? -1 : 1,
  );
}

function resultOf(read: ReadEntry | undefined): RunJob['result'] {
  if (read?.entry.outcome.status !== 'done') return null;
  const { hash, metrics } = read.entry.outcome.result;
  return { ...read, hash, metrics: writableMetrics(metrics) };
}
