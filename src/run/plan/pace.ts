import { type Job, plannedMinutes } from '../../model/job.ts';
import type { DataRoute, Route } from '../../model/route.ts';
import type { TimeRange } from '../../model/time.ts';

/** The part of a backtest that decides how long it takes. */
export interface PacedJob extends TimeRange, Pick<Job, 'base'> {
  readonly routes: readonly Route[];
  readonly dataRoutes: readonly DataRoute[];
}

/** A backtest that was played, and the seconds that one thread needed. */
export interface TimedJob extends PacedJob {
  readonly seconds: number;
}

/** Time that jobs are expected to take, and what is known to expect it. */
export interface Estimate {
  /** Seconds of one thread. */
  readonly seconds: number;
  /** Backtests that were measured. */
  readonly measured: number;
  /** False where a job has strategies or timeframes that were not measured: it is taken for an average one. */
  readonly isAlike: boolean;
}

interface Pace {
  minutes: number;
  seconds: number;
}

/** Estimates jobs by those of earlier runs, with the same strategies and timeframes where there are any; null for none. */
export function estimateTime(jobs: Iterable<PacedJob>, timed: readonly TimedJob[]): Estimate | null {
  const average: Pace = { minutes: 0, seconds: 0 };
  const paces = new Map<string, Pace>();
  for (const job of timed) {
    const key = paceKey(job);
    const own = paces.get(key) ?? { minutes: 0, seconds: 0 };
    paces.set(key, own);
    for (const pace of [average, own]) {
      pace.minutes += plannedMinutes(job);
      pace.seconds += job.seconds;
    }
  }
  if (average.minutes === 0) return null;
  let [seconds, isAlike] = [0, true];
  for (const job of jobs) {
    const own = paces.get(paceKey(job));
    const pace = own ?? average;
    seconds += (plannedMinutes(job) / pace.minutes) * pace.seconds;
    isAlike &&= own !== undefined;
  }
  return { seconds, measured: timed.length, isAlike };
}

function paceKey({ routes }: PacedJob): string {
  return routes.map(({ strategy, timeframe }) => `${strategy}@${timeframe}`).join();
}
