import type { Job } from '../../../model/job.ts';
import { MINUTE, type Timestamp } from '../../../model/time.ts';
import { minutesOf } from '../../../model/timeframe.ts';

/** Warm-ups that are tried, as multiples of the job's own. */
const FACTORS = [1, 2, 4, 8];
/** Bars that a job without a warm-up grows by. */
const LEAST_BARS = 60;

/** The job with its own and with longer warm-ups, as far as candles are stored from `storedFrom` on. */
export function grownWarmUps(job: Job, storedFrom: Timestamp): readonly Job[] {
  const unit = Math.max(job.warmupMinutes, LEAST_BARS * longestOf(job));
  const most = (job.from - storedFrom) / MINUTE;
  const minutes = [job.warmupMinutes, ...FACTORS.map((factor) => unit * factor)].filter((asked) => asked <= most);
  return [...new Set(minutes)].map((warmupMinutes) => ({ ...job, id: `${job.id}@${warmupMinutes}`, warmupMinutes }));
}

/** Minutes of the longest timeframe that the job reads. */
export function longestOf({ routes, dataRoutes }: Pick<Job, 'routes' | 'dataRoutes'>): number {
  return Math.max(...[...routes, ...dataRoutes].map(({ timeframe }) => minutesOf(timeframe)));
}
