import { openLmdbReader } from '../src/adapters/cache/lmdb/reader.ts';
import { systemClock } from '../src/adapters/system/clock.ts';
import { openDiskCache } from '../src/cli/cache/open.ts';
import { SeriesCache } from '../src/engine/series/series-cache.ts';
import { int, Strategy, ta } from '../src/index.ts';
import * as indicators from '../src/indicators/index.ts';
import type { AnyIndicator } from '../src/indicators/indicator.ts';
import type { CandleColumns } from '../src/model/candle.ts';
import type { Timeframe } from '../src/model/timeframe.ts';
import type { Cache } from '../src/run/cache-port.ts';
import { type Bench, type Figure, limitOf } from './harness/figure.ts';
import { inFolder } from './harness/folder.ts';
import { inTurns, timed } from './harness/turns.ts';
import { jobOver, routeOf } from './jobs.ts';
import { MARKET, randomWalk } from './market.ts';
import { playBare } from './session.ts';

/** Two months. */
const MINUTES = 87_840;
const ROUNDS = 5;
const BATCH_ROUNDS = 3;

/** The gain of keeping series of indicators on disk: at most for a batch, and read against computed. */
export const measure: Bench = () =>
  inFolder(async (folder) => {
    const figures: Figure[] = [];
    for (const timeframe of ['5m', '1h'] as const) figures.push(await measureBatch(timeframe, randomWalk(MINUTES)));
    const cache = openDiskCache({ folder, budgetBytes: 4e9, clock: systemClock, warn: console.error });
    for (const bars of [MINUTES, MINUTES / 60]) figures.push(...(await measureIndicators(bars, folder, cache)));
    await cache.close();
    return figures;
  });

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
async function measureBatch(timeframe: Timeframe, minutes: CandleColumns): Promise<Figure> {
  const jobs = [6, 8, 10, 12, 14].flatMap((fast) =>
    [30, 50, 70, 90, 110, 130].map((slow) => jobOver(minutes, [routeOf('trend', timeframe)], { fast, slow })),
  );
  const play = (series: SeriesCache): void => {
    for (const job of jobs) playBare(job, { trend: Trend }, { [MARKET]: minutes }, series);
  };
  const known = new SeriesCache();
  const [cost, knowing] = await inTurns(BATCH_ROUNDS, [timed(() => play(new SeriesCache())), timed(() => play(known))]);
  const share = ((1 - knowing.median / cost.median) * 100).toFixed(1);
  const note = `nothing kept could save more than ${share} %`;
  const limit = limitOf('all series known', knowing);
  return { name: `${jobs.length} sessions at ${timeframe}`, unit: 'ms', cost, limit, note };
}

/** All indicators with their defaults, read from the cache, against computed as a strategy computes them first. */
async function measureIndicators(bars: number, folder: string, cache: Cache): Promise<readonly Figure[]> {
  const candles = randomWalk(bars);
  const reader = openLmdbReader(folder, systemClock);
  const all = Object.entries<AnyIndicator>(indicators);
  const contents = all.map(([name, { spec }]): readonly [string, Uint8Array] => [
    name,
    new Uint8Array(spec.outputs.length * bars * Float64Array.BYTES_PER_ELEMENT).fill(7),
  ]);
  const [computing, writing, reading] = await inTurns(ROUNDS, [
    timed(() =>
      all.map(([, indicator]) => indicator.columns(candles, {}, indicator.spec.needsSecond ? candles : undefined)),
    ),
    timed(() => contents.map(([name, content]) => cache.set('values', name, content, null))),
    timed(() => contents.map(([name]) => reader.get('values', name))),
  ]);
  await reader.close();
  const limit = limitOf('computing', computing);
  const rest = { unit: 'ms', limit, note: 'all indicators' };
  return [
    { name: `reading ${bars} bars`, cost: reading, ...rest },
    { name: `writing ${bars} bars`, cost: writing, ...rest },
  ];
}
