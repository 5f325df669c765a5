import type { Job } from '../../model/job.ts';
import { formatDate, type Timestamp } from '../../model/time.ts';
import type { RunDescription } from '../events.ts';
import { effectiveParameters } from '../plan/effective-parameters.ts';
import type { JournalEntry, StrategyDescription } from '../ports.ts';
import type { JobReport, Report } from '../report.ts';

/** The part of a report about the jobs of a run. */
export type JobsReport = Pick<Report, 'totals' | 'jobs' | 'rows'>;

/** The other parts of a report, known when the run ends. */
interface RunEnding extends Pick<Report, 'candles' | 'cache' | 'redis' | 'environment' | 'expectations'> {
  /** Null when the run was interrupted. */
  readonly finishedAt: Timestamp | null;
}

/** Builds the report of a run. */
export function reportOf(run: RunDescription, { totals, jobs, rows }: JobsReport, ending: RunEnding): Report {
  const { finishedAt, candles, cache, redis, environment, expectations } = ending;
  return {
    format: rows === undefined ? 1 : 2,
    run: {
      id: run.id,
      started: new Date(run.startedAt).toISOString(),
      finished: finishedAt === null ? null : new Date(finishedAt).toISOString(),
      command: run.command,
    },
    totals,
    ...(rows === undefined ? {} : { rows }),
    jobs,
    ...(expectations === undefined ? {} : { expectations }),
    candles,
    cache,
    redis,
    environment,
  };
}

/** Makes the row of a job in a report; null stands for a job without an outcome, which was cancelled. */
export type RowOf = (job: Job, entry: JournalEntry | null) => JobReport;

/** Makes rows of jobs of these strategies. */
export function rowsOf(strategies: readonly StrategyDescription[]): RowOf {
  const byName = new Map(strategies.map((strategy) => [strategy.name, strategy]));
  return (job, entry) => jobReportOf(job, entry, byName);
}

/** One literal names every property: spreads would give each row a hidden class of its own, 500 bytes each. */
function jobReportOf(
  job: Job,
  entry: JournalEntry | null,
  strategies: ReadonlyMap<string, StrategyDescription>,
): JobReport {
  const outcome = entry?.outcome ?? null;
  const result = outcome?.status === 'done' ? outcome.result : null;
  return {
    id: job.id,
    strategy: [...new Set(job.routes.map((route) => route.strategy))].join('+'),
    routes: job.routes,
    dataRoutes: job.dataRoutes,
    parameters: job.parameters,
    effectiveParameters: effectiveParameters(job, strategies),
    exchange: job.exchange,
    base: job.base ?? '1m',
    warmupMinutes: job.warmupMinutes,
    fills: job.fills,
    compat: job.compat,
    seed: job.seed,
    from: formatDate(job.from),
    to: formatDate(job.to),
    cached: entry?.attempts === 0,
    notes: entry?.impurities ?? [],
    status: outcome?.status ?? 'cancelled',
    seconds: outcome?.seconds ?? 0,
    attempts: entry?.attempts ?? 0,
    hash: result?.hash ?? null,
    metrics: result?.metrics ?? null,
    trades: result?.trades ?? 0,
    error: outcome?.status === 'failed' ? outcome.failure : null,
  };
}
