import { outcomesOf, type ReadEntry, type StoredRun } from '../../../adapters/runs/stored-run.ts';
import type { Job } from '../../../model/job.ts';
import type { Metrics } from '../../../model/metrics.ts';
import type { Result } from '../../../model/outcome.ts';
import { formatDate } from '../../../model/time.ts';
import type { ClosedTrade } from '../../../model/trade.ts';
import { parameterLabel } from '../../../run/text/labels.ts';
import type { BaselineJob, TradeLine } from './baseline-file.ts';

/** A job of a run by its words; `result` is null for a job that failed or was not played. */
export interface RunJob {
  readonly job: string;
  readonly result: (ReadEntry & Pick<Result, 'hash'> & Pick<BaselineJob, 'metrics'>) | null;
}

/** Jobs of a run, sorted by their words. */
export function jobsOf(run: StoredRun): readonly RunJob[] {
  const found = new Map(Array.from(outcomesOf(run), (read) => [read.job.id, read]));
  const times = new Map<string, number>();
  const jobs = Array.from(run.jobs, (job): RunJob => {
    const words = wordsOf(job);
    const time = (times.get(words) ?? 0) + 1;
    times.set(words, time);
    return { job: time === 1 ? words : `${words} #${time}`, result: resultOf(found.get(job.id)) };
  });
  return jobs.sort((a, b) => (a.job < b.job ? -1 : 1));
}

function wordsOf({ routes, dataRoutes, parameters, from, to, exchange }: Job): string {
  const chosen = Object.keys(parameters).sort();
  return [
    routes.map(({ strategy, symbol, timeframe }) => `${strategy} ${symbol} ${timeframe}`).join(' + '),
    ...dataRoutes.map(({ symbol, timeframe }) => `with ${symbol} ${timeframe}`),
    ...chosen.map((name) => `${name}=${parameterLabel(parameters[name])}`),
    `${formatDate(from)}..${formatDate(to)}`,
    `on ${exchange.name}`,
  ].join(' ');
}

function resultOf(read: ReadEntry | undefined): RunJob['result'] {
  if (read?.entry.outcome.status !== 'done') return null;
  const { hash, metrics } = read.entry.outcome.result;
  return { ...read, hash, metrics: writableMetrics(metrics) };
}

function writableMetrics(metrics: Metrics): BaselineJob['metrics'] {
  const names = Object.keys(metrics).sort();
  return Object.fromEntries(names.map((name) => [name, Number.isFinite(metrics[name]) ? metrics[name] : null]));
}

/** A trade as a line of the file. */
export function tradeLine(trade: ClosedTrade): TradeLine {
  const { symbol, type, openedAt, closedAt, qty, entryPrice, exitPrice, pnl } = trade;
  return [symbol, type, formatDate(openedAt), formatDate(closedAt), qty, entryPrice, exitPrice, pnl];
}
