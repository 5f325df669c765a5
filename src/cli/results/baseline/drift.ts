import { LEAST_TOLERANCE, type MetricDrift, metricDrifts } from '../../../run/comparison/metric-drift.ts';
import { firstDifference, type TradeDrift, type TradeLine } from '../drift/trades.ts';
import type { BaselineJob } from './baseline-file.ts';
import type { RunJob } from './run-results.ts';

/** A backtest that left its baseline. */
export interface JobDrift {
  readonly job: string;
  readonly metrics: readonly MetricDrift[];
  /** Null when all trades are the same, or could not be had. */
  readonly firstTrade: TradeDrift | null;
  /** Further remarks in words; mostly none. */
  readonly note: string | null;
}

/** Differences of a run from its baseline. */
export interface Comparison {
  readonly same: number;
  readonly drifted: readonly JobDrift[];
  /** Jobs of the baseline that the run does not have. */
  readonly vanished: readonly string[];
  /** Jobs of the baseline that failed in the run, or were not played. */
  readonly withoutResult: readonly string[];
  /** Jobs of the run that the baseline does not have; they are no drift. */
  readonly added: readonly string[];
}

export type TradesOf = (result: NonNullable<RunJob['result']>) => Promise<readonly TradeLine[] | null>;

/**
 * Compares a run with its baseline. A null tolerance asks for the same hash; a tolerance lets trades differ while every
 * metric stays within that share of its value.
 */
export async function compareWithBaseline(
  baseline: readonly BaselineJob[],
  jobs: readonly RunJob[],
  tolerance: number | null,
  tradesOf: TradesOf,
): Promise<Comparison> {
  const now = new Map(jobs.map(({ job, result }) => [job, result]));
  const expected = new Set(baseline.map(({ job }) => job));
  const drifted: JobDrift[] = [];
  const played = baseline.filter(({ job }) => now.get(job));
  for (const before of played) {
    const after = now.get(before.job);
    const drift = after ? await driftOf(before, after, tolerance, tradesOf) : null;
    if (drift !== null) drifted.push(drift);
  }
  return {
    same: played.length - drifted.length,
    drifted,
    vanished: baseline.map(({ job }) => job).filter((job) => !now.has(job)),
    withoutResult: baseline.map(({ job }) => job).filter((job) => now.get(job) === null),
    added: jobs.map(({ job }) => job).filter((job) => !expected.has(job)),
  };
}

export function hasDrift({ drifted, vanished, withoutResult }: Comparison): boolean {
  return drifted.length + vanished.length + withoutResult.length > 0;
}

async function driftOf(
  before: BaselineJob,
  after: NonNullable<RunJob['result']>,
  tolerance: number | null,
  tradesOf: TradesOf,
): Promise<JobDrift | null> {
  const metrics = metricDrifts(before.metrics, after.metrics, tolerance ?? LEAST_TOLERANCE);
  const isSame = before.hash === after.hash;
  if (metrics.length === 0 && (isSame || tolerance !== null)) return null;
  const { job } = before;
  if (isSame) return { job, metrics, firstTrade: null, note: 'trades, orders and equity are the same' };
  const trades = before.trades === null ? null : await tradesOf(after);
  if (before.trades === null || trades === null)
    return { job, metrics, firstTrade: null, note: 'its trades are not known' };
  const firstTrade = firstDifference(before.trades, trades);
  return {
    job,
    metrics,
    firstTrade,
    note: firstTrade === null ? 'all trades are the same: orders or equity differ' : null,
  };
}
