import type { Job, JobId } from '../../model/job.ts';
import { formatDate, type Timestamp } from '../../model/time.ts';
import type { RunDescription } from '../events.ts';
import type { JournalEntry } from '../ports.ts';
import type { JobReport, Report } from '../report.ts';

/** What a report is made of. */
export interface ReportParts extends Pick<Report, 'cache' | 'redis' | 'environment'> {
  readonly run: RunDescription;
  readonly reports: ReadonlyMap<JobId, JobReport>;
  /** Null when the run was interrupted. */
  readonly finishedAt: Timestamp | null;
}

/** The report of a run; jobs without an entry were cancelled. */
export function reportOf({ run, reports, finishedAt, cache, redis, environment }: ReportParts): Report {
  const jobs = run.jobs.map((job) => reports.get(job.id) ?? jobReportOf(job, null));
  const count = (status: JobReport['status']) => jobs.filter((job) => job.status === status).length;
  return {
    format: 1,
    run: {
      id: run.id,
      started: new Date(run.startedAt).toISOString(),
      finished: finishedAt === null ? null : new Date(finishedAt).toISOString(),
      command: run.command,
    },
    totals: {
      jobs: jobs.length,
      done: count('done'),
      failed: count('failed'),
      cancelled: count('cancelled'),
      cached: jobs.filter((job) => job.cached).length,
    },
    jobs,
    cache,
    redis,
    environment,
  };
}

/** One job in a report; null for a job without an outcome, which was cancelled. */
export function jobReportOf(job: Job, entry: JournalEntry | null): JobReport {
  const description = {
    id: job.id,
    strategy: [...new Set(job.routes.map((route) => route.strategy))].join('+'),
    routes: job.routes,
    dataRoutes: job.dataRoutes,
    parameters: job.parameters,
    from: formatDate(job.from),
    to: formatDate(job.to),
    cached: entry?.attempts === 0,
    notes: entry?.impurities ?? [],
  };
  if (entry === null) return { ...description, ...NOTHING_FOUND, status: 'cancelled', seconds: 0, attempts: 0 };
  const { outcome, attempts } = entry;
  const { status, seconds } = outcome;
  if (outcome.status === 'failed') {
    return { ...description, ...NOTHING_FOUND, status, seconds, attempts, error: outcome.failure };
  }
  const { hash, metrics, trades } = outcome.result;
  return { ...description, status, seconds, attempts, hash, metrics, trades, error: null };
}

const NOTHING_FOUND = { hash: null, metrics: null, trades: 0, error: null } as const;
