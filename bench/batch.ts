import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../src/adapters/system/digest.ts';
import { OWN_PACKAGE } from '../src/adapters/system/package.ts';
import { SeriesCache } from '../src/engine/series/series-cache.ts';
import type { CandleColumns } from '../src/model/candle.ts';
import type { Job } from '../src/model/job.ts';
import type { Timeframe } from '../src/model/timeframe.ts';
import type { JobReport, Report } from '../src/run/report.ts';
import { hashResultRecord, resultRecordOf } from '../src/run/results/result-record.ts';
import { importCandles, runJbt } from './commands.ts';
import { EXCHANGE, jobOver, routeOf } from './jobs.ts';
import { MARKET } from './market.ts';
import { playBare } from './session.ts';
import Cross from './strategies/cross.ts';

/** A grid of the cross strategy over one market, in a folder with a store of its own. */
export interface Batch {
  readonly folder: string;
  readonly minutes: CandleColumns;
  readonly timeframe: Timeframe;
  /** Number of backtests, rounded up to whole rows of the grid. */
  readonly jobs: number;
}

export interface PlayedBatch {
  readonly report: Report;
  /** Milliseconds of the run itself, and of the whole command. */
  readonly runMs: number;
  readonly commandMs: number;
  readonly stderr: string;
}

export const BATCH_FILE = 'jbt.json';
/** Options that make a run play every job. */
export const UNCACHED = ['--cache', 'none', '--fresh'];
/** Fast periods in a row of the grid. Slow ones are longer, as in most sweeps. */
const ROW = 100;
const FAST_FROM = 2;
const SLOW_FROM = 103;
/** Jobs that the bare side plays, spread over the grid, and how often it plays them to warm up and in one measurement. */
const SAMPLED = 50;
const WARM_UP_PASSES = 20;
const PASSES = 5;

/** Imports the candles. */
export function prepareBatch(folder: string, minutes: CandleColumns, timeframe: Timeframe, jobs: number): Batch {
  mkdirSync(join(folder, 'strategies'));
  writeFileSync(join(folder, 'strategies/cross.ts'), readFileSync(join(OWN_PACKAGE, 'bench/strategies/cross.ts')));
  importCandles(folder, minutes);
  return batchOf({ folder, minutes, timeframe }, jobs);
}

/** Another number of backtests over candles that are imported already. */
export function batchOf(prepared: Omit<Batch, 'jobs'>, jobs: number): Batch {
  const row = Math.min(ROW, jobs);
  const rows = Math.ceil(jobs / row);
  const range = (from: number, count: number) => ({ from, to: from + count - 1 });
  const parameters = { fast: range(FAST_FROM, row), slow: range(SLOW_FROM, rows) };
  const backtest = { strategies: 'cross', symbols: 'BTC-USDT', timeframes: prepared.timeframe, parameters };
  const { name, type, fee, balance, leverage, leverageMode } = EXCHANGE;
  const exchange = { name, type, fee, balance, leverage, leverageMode };
  writeFileSync(join(prepared.folder, BATCH_FILE), JSON.stringify({ exchange, warmup: 0, backtests: [backtest] }));
  return { ...prepared, jobs: row * rows };
}

/** Plays all backtests in a process of its own; throws unless every one is done. */
export function playBatch(
  { folder, jobs }: Batch,
  options: readonly string[],
  nodeOptions: readonly string[] = [],
): PlayedBatch {
  const { stdout, stderr, ms } = runJbt(folder, ['run', BATCH_FILE, '--json', ...options], nodeOptions);
  const report: Report = JSON.parse(stdout);
  const { started, finished } = report.run;
  if (report.totals.done !== jobs) throw new Error(`${report.totals.done} of ${jobs} backtests were done`);
  return { report, runMs: Date.parse(finished ?? '') - Date.parse(started), commandMs: ms, stderr };
}

/** The same jobs with nothing around them, spread over the grid: what no coordinator can beat. */
export function bareSideOf({ minutes, timeframe }: Batch, { report }: PlayedBatch) {
  const step = Math.max(1, Math.floor(report.jobs.length / SAMPLED));
  const sampled = report.jobs.filter((_job, index) => index % step === 0);
  const jobs = sampled.map(({ parameters }) => jobOver(minutes, [routeOf('cross', timeframe)], parameters));
  const play = (job: Job, series: SeriesCache) => playBare(job, { cross: Cross }, { [MARKET]: minutes }, series);
  requireSameHashes(
    sampled,
    jobs.map((job) => hashResultRecord(resultRecordOf(play(job, new SeriesCache())), sha256)),
  );
  const pass = (): void => {
    const series = new SeriesCache();
    for (const job of jobs) play(job, series);
  };
  for (let n = 0; n < WARM_UP_PASSES; n++) pass();
  return {
    /** Milliseconds a job. Jobs share series, as those of a thread do. */
    measure(): number {
      const started = performance.now();
      for (let n = 0; n < PASSES; n++) pass();
      return (performance.now() - started) / (PASSES * jobs.length);
    },
  };
}

function requireSameHashes(reports: readonly JobReport[], hashes: readonly string[]): void {
  const wrong = reports.find(({ hash }, index) => hash !== hashes[index]);
  if (wrong !== undefined) throw new Error(`the run and the bare session differ: ${JSON.stringify(wrong.parameters)}`);
}
