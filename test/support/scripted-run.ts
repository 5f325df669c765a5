import { type Job, plannedMinutes } from '../../src/model/job.ts';
import type { Order } from '../../src/model/order.ts';
import type { Failure, Outcome } from '../../src/model/outcome.ts';
import { DAY, MINUTE, type Timestamp } from '../../src/model/time.ts';
import type { ClosedTrade } from '../../src/model/trade.ts';
import type { RunDescription, WorkerState } from '../../src/run/events.ts';
import { differencesOf } from '../../src/run/plan/differences.ts';
import type { JobPart } from '../../src/run/plan/planned-jobs.ts';
import type { JobReport, Report } from '../../src/run/report.ts';
import { UNUSED_CACHE } from './unused-cache.ts';

export const FIRST_DAY = Date.UTC(2023, 7, 1);
const DAYS = 61;
/** Minutes that a job made by `jobOf` plays. */
export const JOB_MINUTES = (DAYS * DAY) / MINUTE;

export function jobOf(id: string, change: Partial<Job> = {}): Job {
  return {
    id,
    exchange: {
      name: 'Binance Perpetual Futures',
      type: 'futures',
      fee: 0.0004,
      balance: 10_000,
      leverage: 2,
      leverageMode: 'cross',
    },
    routes: [{ symbol: 'FIL-USDT', timeframe: '1h', strategy: 'strategies/trend.ts' }],
    dataRoutes: [],
    parameters: { fast: 8, slow: 21 },
    from: FIRST_DAY,
    to: FIRST_DAY + DAYS * DAY,
    warmupMinutes: 14_400,
    fills: { gap: 'open', slippage: 0 },
    compat: null,
    seed: 0,
    ...change,
  };
}

export function runOf(jobs: readonly Job[], threads = 2, startedAt: Timestamp = 0): RunDescription {
  return {
    id: '20231001-120000',
    folder: '/runs/20231001-120000',
    command: 'jbt run',
    startedAt,
    threads,
    meetingPlace: null,
    debug: false,
    jobs,
    minutes: sumOf(jobs),
    differences: differencesOf(jobs.map(partOf)),
  };
}

/** A worker of four threads on a host of its own name. */
export function workerOf(id: string, change: Partial<WorkerState> = {}): WorkerState {
  return {
    ...{ id, host: id, threads: 4, firstThread: 0, state: 'playing', silentMs: 200, jobs: 0 },
    ...{ jbt: '0.1.0', node: '20.19.0', system: 'Linux 6.1', processor: 'Some CPU' },
    ...change,
  };
}

function partOf({ parameters, ...common }: Job): JobPart {
  return { common, axes: Object.entries(parameters).map(([name, value]) => ({ name, values: [value] })) };
}

function sumOf(jobs: readonly Job[]): number {
  return jobs.reduce((sum, job) => sum + plannedMinutes(job), 0);
}

export const ORDER: Order = {
  id: 1,
  exchange: 'Binance Perpetual Futures',
  symbol: 'FIL-USDT',
  side: 'buy',
  type: 'STOP',
  reduceOnly: false,
  qty: 100,
  price: 4,
  submittedVia: null,
  createdAt: FIRST_DAY,
  status: 'EXECUTED',
  filledQty: 100,
  fillPrice: 4.02,
  fee: 0.16,
  executedAt: FIRST_DAY + MINUTE,
  canceledAt: null,
};

export const TRADE: ClosedTrade = {
  id: 1,
  strategyName: 'Trend',
  exchange: 'Binance Perpetual Futures',
  symbol: 'FIL-USDT',
  timeframe: '1h',
  type: 'long',
  entryPrice: 4.02,
  exitPrice: 4.5,
  qty: 100,
  size: 402,
  leverage: 2,
  fee: 0.34,
  pnl: 47.66,
  pnlPercentage: Number.NaN,
  openedAt: FIRST_DAY + MINUTE,
  closedAt: FIRST_DAY + DAY,
  holdingPeriod: 86_340,
  orders: [ORDER],
};

/** Trades as an event carries them. */
export const TRADES = (): readonly ClosedTrade[] => [TRADE];

export function doneOf(jobId: string, metrics: Readonly<Record<string, number>> = {}): Outcome {
  const result = { hash: 'cafe', metrics, trades: 1, equity: [10_000], candles: JOB_MINUTES, orders: 2 };
  return { status: 'done', jobId, seconds: 0.25, result };
}

export function failedOf(jobId: string, change: Partial<Failure> = {}): Outcome {
  const failure = { code: 'StrategyError', message: 'Error: no luck', stack: null, ...change };
  return { status: 'failed', jobId, seconds: 0.1, failure };
}

export function jobReportOf(id: string, change: Partial<JobReport> = {}): JobReport {
  const { routes, dataRoutes, parameters, exchange, warmupMinutes, fills, compat, seed } = jobOf(id);
  return {
    id,
    strategy: 'strategies/trend.ts',
    routes,
    dataRoutes,
    parameters,
    effectiveParameters: { ...(change.parameters ?? parameters), mode: 'calm' },
    exchange,
    base: '1m',
    warmupMinutes,
    fills,
    compat,
    seed,
    from: '2023-08-01',
    to: '2023-10-01',
    status: 'done',
    cached: false,
    hash: 'cafe',
    metrics: {},
    trades: 1,
    seconds: 0.25,
    attempts: 1,
    error: null,
    notes: [],
    ...change,
  };
}

export function reportWith(jobs: readonly JobReport[], change: Partial<Report> = {}): Report {
  const count = (status: JobReport['status']) => jobs.filter((job) => job.status === status).length;
  return {
    format: 1,
    run: {
      id: '20231001-120000',
      started: '2023-10-01T12:00:00.000Z',
      finished: '2023-10-01T12:00:04.000Z',
      command: 'jbt run',
    },
    totals: {
      jobs: jobs.length,
      done: count('done'),
      failed: count('failed'),
      cancelled: count('cancelled'),
      cached: jobs.filter(({ cached }) => cached).length,
    },
    jobs,
    candles: [],
    cache: UNUSED_CACHE,
    redis: null,
    environment: { jbt: '0.1.0', node: '20.19.0', platform: 'linux', cores: 2, threads: 2 },
    ...change,
  };
}
