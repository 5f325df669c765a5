import type { Job } from '../model/job.ts';
import { MINUTE } from '../model/time.ts';

/** Minutes of candles a job plays when nothing stops it, over all its markets. */
export function plannedMinutes(job: Pick<Job, 'routes' | 'dataRoutes' | 'from' | 'to'>): number {
  const symbols = new Set([...job.routes, ...job.dataRoutes].map(({ symbol }) => symbol));
  return ((job.to - job.from) / MINUTE) * symbols.size;
}
