import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLmdbReader } from '../src/adapters/cache/lmdb/reader.ts';
import { systemClock } from '../src/adapters/system/clock.ts';
import { openDiskCache } from '../src/cli/cache/open.ts';
import { SeriesCache } from '../src/engine/series/series-cache.ts';
import { playSession } from '../src/engine/session.ts';
import { int, Strategy, ta } from '../src/index.ts';
import * as indicators from '../src/indicators/index.ts';
import type { AnyIndicator } from '../src/indicators/indicator.ts';
import type { CandleColumns } from '../src/model/candle.ts';
import type { Job } from '../src/model/job.ts';
import { MINUTE } from '../src/model/time.ts';
import type { Timeframe } from '../src/model/timeframe.ts';
import type { Cache } from '../src/run/cache-port.ts';
import { randomWalk } from './market.ts';
import { measureInTurns } from './measure.ts';

/** Two months. */
const MINUTES = 87_840;
const ROUNDS = 5;
const BATCH_ROUNDS = 3;

/** Measures the gain of keeping indicator series on disk: at most for a batch, and read against computed. */
export async function main(): Promise<void> {
  for (const timeframe of ['5m', '1h'] as const) measureBatch(timeframe, randomWalk(MINUTES));
  const folder = mkdtempSync(join(tmpdir(), 'jbt-bench-'));
  const cache = openDiskCache({ folder, budgetBytes: 4e9, clock: systemClock, warn: console.error });
  try {
    for (const bars of [MINUTES, MINUTES / 60]) await measureIndicators(bars, folder, cache);
  } finally {
    await cache.close();
    rmSync(folder, { recursive: true });
  }
}

class Trend extends Strategy.with({ fast: int(2, 50, 8), slow: int(20, 200, 50) }) {
  fast = this.indicator(ta.ema, { period: this.hp.fast });
  slow = this.indicator(ta.ema, { period: this.hp.slow });
  range = this.indicator(ta.atr, { period: 14 });
  strength = this.indicator(ta.adx, { period: 14 });

  override shouldLong(): boolean {
    return this.fast.crossedAbove(this.slow) && this.strength.now > 20;
  }
  override goLong(): void {
    this.buy = [1, this.price];
    this.stopLoss = [1, this.price - 2 * this.range.now];
    this.takeProfit = [1, this.price + 3 * this.range.now];
  }
}

/** A batch whose series are all there already is as fast as the best of caches could make it. */
function measureBatch(timeframe: Timeframe, minutes: CandleColumns): void {
  const jobs = [6, 8, 10, 12, 14].flatMap((fast) =>
    [30, 50, 70, 90, 110, 130].map((slow) => jobOf(minutes, timeframe, { fast, slow })),
  );
  const play = (series: SeriesCache): void => {
    const listener = { day: () => false, log: () => {}, publish: () => {}, trace: null };
    for (const job of jobs)
      playSession({ job, candles: { 'Bench:BTC-USDT': minutes }, strategies: { trend: Trend }, series, listener });
  };
  const known = new SeriesCache();
  const [computing, knowing] = measureInTurns(
    BATCH_ROUNDS,
    () => play(new SeriesCache()),
    () => play(known),
  ).map((times) => Math.min(...times));
  const share = ((1 - knowing / computing) * 100).toFixed(1);
  console.log(
    `${jobs.length} sessions at ${timeframe}: ${computing.toFixed(0)} ms; with all series known ${knowing.toFixed(0)} ms: nothing kept could save more than ${share} %`,
  );
}

function jobOf(minutes: CandleColumns, timeframe: Timeframe, parameters: Job['parameters']): Job {
  return {
    id: 'bench',
    exchange: { name: 'Bench', type: 'futures', fee: 0, balance: 100_000, leverage: 1, leverageMode: 'cross' },
    routes: [{ symbol: 'BTC-USDT', timeframe, strategy: 'trend' }],
    dataRoutes: [],
    parameters,
    from: minutes.start,
    to: minutes.start + minutes.length * MINUTE,
    warmupMinutes: 0,
    fills: { gap: 'open', slippage: 0 },
    compat: null,
    seed: 1,
  };
}

/** All indicators with their defaults, for the first time (as a strategy computes them) and from the cache. */
async function measureIndicators(bars: number, folder: string, cache: Cache): Promise<void> {
  const candles = randomWalk(bars);
  const reader = openLmdbReader(folder, systemClock);
  let [computing, writing, reading] = [0, 0, 0];
  for (const [name, indicator] of Object.entries<AnyIndicator>(indicators)) {
    const second = indicator.spec.needsSecond ? candles : undefined;
    const content = new Uint8Array(indicator.spec.outputs.length * bars * Float64Array.BYTES_PER_ELEMENT).fill(7);
    computing += best(() => indicator.columns(candles, {}, second));
    writing += best(() => cache.set('values', name, content, null));
    reading += best(() => reader.get('values', name));
  }
  await reader.close();
  const milliseconds = (sum: number) => `${sum.toFixed(1)} ms`;
  console.log(
    `all indicators over ${bars} bars: computing ${milliseconds(computing)}, writing ${milliseconds(writing)}, reading ${milliseconds(reading)}`,
  );
}

/** Milliseconds of the fastest of a few rounds. */
function best(run: () => unknown): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    run();
    fastest = Math.min(fastest, performance.now() - started);
  }
  return fastest;
}
