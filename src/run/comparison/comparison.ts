import type { JobReport } from '../report.ts';
import { type InputChange, inputChanges, type RunInputs } from './inputs.ts';
import { byWords, jobWords } from './job-words.ts';
import { LEAST_TOLERANCE, type MetricDrift, metricDrifts, writableMetrics } from './metric-drift.ts';

/** One of two runs that are compared. */
export interface ComparedRun {
  /** Null where they are not known, as beside a lone report. */
  readonly inputs: RunInputs | null;
  readonly rows: readonly JobReport[];
}

/** A backtest of both runs. */
export interface BacktestPair {
  /** The backtest in words. */
  readonly job: string;
  readonly before: JobReport;
  readonly after: JobReport;
}

/** A backtest with another result. */
export interface ChangedBacktest extends BacktestPair {
  readonly metrics: readonly MetricDrift[];
}

/** Differences between two runs: of their inputs, then of their results. */
export interface RunComparison {
  /** Null where the inputs of a run are not known. */
  readonly inputs: readonly InputChange[] | null;
  /** Backtests with the same trades, orders, equity and metrics. */
  readonly same: number;
  /** Those whose profit changed most come first. */
  readonly changed: readonly ChangedBacktest[];
  /** Backtests with a result before, and none after. */
  readonly lost: readonly BacktestPair[];
  /** Backtests with a result after, and none before. */
  readonly gained: readonly BacktestPair[];
  /** Backtests without a result on either side. */
  readonly neither: number;
  /** Backtests that the second run does not have. */
  readonly vanished: readonly string[];
  /** Backtests that the first run does not have. */
  readonly added: readonly string[];
}

/** Compares two runs; backtests meet by their words. */
export function compareRuns(before: ComparedRun, after: ComparedRun): RunComparison {
  const [then, now] = [byWords(before.rows, jobWords), byWords(after.rows, jobWords)];
  const pairs = [...then].flatMap(([job, row]): BacktestPair[] => {
    const other = now.get(job);
    return other === undefined ? [] : [{ job, before: row, after: other }];
  });
  const both = pairs.filter((pair) => isDone(pair.before) && isDone(pair.after));
  const changed = both.flatMap(changeOf).sort((a, b) => profitChange(b) - profitChange(a));
  const lost = pairs.filter((pair) => isDone(pair.before) && !isDone(pair.after));
  const gained = pairs.filter((pair) => !isDone(pair.before) && isDone(pair.after));
  return {
    inputs: before.inputs === null || after.inputs === null ? null : inputChanges(before.inputs, after.inputs),
    same: both.length - changed.length,
    changed,
    lost,
    gained,
    neither: pairs.length - both.length - lost.length - gained.length,
    vanished: [...then.keys()].filter((job) => !now.has(job)),
    added: [...now.keys()].filter((job) => !then.has(job)),
  };
}

function isDone({ status }: JobReport): boolean {
  return status === 'done';
}

function changeOf(pair: BacktestPair): ChangedBacktest[] {
  const [before, after] = [writableMetrics(pair.before.metrics ?? {}), writableMetrics(pair.after.metrics ?? {})];
  const metrics = metricDrifts(before, after, LEAST_TOLERANCE);
  return metrics.length === 0 && pair.before.hash === pair.after.hash ? [] : [{ ...pair, metrics }];
}

function profitChange({ before, after }: ChangedBacktest): number {
  const profitOf = ({ metrics }: JobReport): number => metrics?.net_profit_percentage ?? 0;
  return Math.abs(profitOf(after) - profitOf(before));
}
