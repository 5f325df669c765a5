import { join } from 'node:path';
import { findInterruptedRun } from '../../../adapters/runs/folder.ts';
import { readJournal } from '../../../adapters/runs/journal.ts';
import { readTimings } from '../../../adapters/runs/timings.ts';
import type { Job } from '../../../model/job.ts';
import { type Estimate, estimateTime } from '../../../run/plan/pace.ts';
import type { JournalEntry } from '../../../run/ports.ts';
import { MOST_WHOLE } from '../../../run/report.ts';
import type { Io } from '../../command.ts';
import { say } from '../../process/say.ts';
import { openRunCache } from '../cache.ts';
import { CSV_OPTIONS, type CsvOption, withCsvFiles } from '../csv-files.ts';
import type { Invocation } from '../play.ts';

/** The plan of a run that is not played. */
export interface DryRun {
  /** Id of the interrupted run that would go on; null for a new one. */
  readonly resumes: string | null;
  /** Backtests that are done in the interrupted run. */
  readonly journalled: number;
  /** Backtests whose results are in the cache; null where they are too many to look. */
  readonly cached: number | null;
  readonly left: number;
  readonly threads: number;
  /** Null where no earlier run was measured. */
  readonly estimate: Estimate | null;
}

/** Looks up what is known and how long the rest takes. It plays nothing and begins no run. */
export async function planDryRun(invocation: Invocation): Promise<DryRun> {
  const { prepared, settings, home } = invocation;
  const { jobs } = prepared.plan;
  const resumes = settings.fresh ? null : findInterruptedRun(home.runs, prepared.identity);
  const asked = CSV_OPTIONS.filter((option) => settings[option]);
  const done = resumes === null ? new Set() : journalledIn(join(home.runs, resumes), asked);
  const isSmall = jobs.length <= MOST_WHOLE;
  const rest = function* (): Generator<Job> {
    for (const job of jobs) if (!done.has(job.id)) yield job;
  };
  const played = isSmall ? await withoutCached([...rest()], invocation) : rest();
  const estimate = estimateTime(played, readTimings(home.runs));
  const journalled = done.size;
  const left = Array.isArray(played) ? played.length : jobs.length - journalled;
  return {
    resumes,
    journalled,
    cached: isSmall ? jobs.length - journalled - left : null,
    left,
    threads: Math.min(settings.executor.threads, Math.max(left, 1)),
    estimate,
  };
}

function journalledIn(folder: string, asked: readonly CsvOption[]): ReadonlySet<string> {
  const entries: Iterable<JournalEntry> = readJournal(join(folder, 'journal.ndjson'));
  return new Set(Array.from(withCsvFiles(entries, folder, asked), ({ outcome }) => outcome.jobId));
}

/** The jobs whose results are not in the cache. */
async function withoutCached(jobs: readonly Job[], invocation: Invocation): Promise<readonly Job[]> {
  const cache = openRunCache({ ...invocation, warn: (message) => warn(message, invocation.io) });
  try {
    return jobs.filter((job) => cache.results.find(job) === null);
  } finally {
    await cache.close();
  }
}

function warn(message: string, { stderr }: Io): void {
  say(stderr, `warning: ${message}\n`);
}
