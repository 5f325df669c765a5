import { describe, expect, test } from 'vitest';
import { plannedMinutes } from '../../../src/model/job.ts';
import { DAY, HOUR } from '../../../src/model/time.ts';
import type { Timeframe } from '../../../src/model/timeframe.ts';
import type { BatchInput } from '../../../src/run/batch/schema.ts';
import { planJobs } from '../../../src/run/plan/plan.ts';
import type { MarketSummary } from '../../../src/run/ports.ts';
import { batchOf, day, EXCHANGE, STRATEGIES, stored } from '../support/batch-fixtures.ts';

/** Markets with candles of a base timeframe in 2023, by symbol. */
function marketsOf(bases: Readonly<Record<string, Timeframe>>): readonly MarketSummary[] {
  const year = { from: day('2023-01-02'), to: day('2024-01-01') };
  return Object.entries(bases).map(([symbol, base]) => ({ ...stored(symbol, year), base }));
}

function planOn(bases: Readonly<Record<string, Timeframe>>, timeframe: Timeframe, rest: Partial<BatchInput> = {}) {
  const routes = Object.keys(bases).map((symbol) => ({ symbol, timeframe, strategy: 'trend' }) as const);
  const input: BatchInput = { exchange: EXCHANGE, warmup: 0, backtests: [{ routes }], ...rest };
  const { jobs, warnings } = planJobs(batchOf(input), STRATEGIES, marketsOf(bases));
  const [{ from, to, warmupMinutes }] = [...jobs];
  return { from, to, warmupMinutes, warnings };
}

describe('candles of a base timeframe', () => {
  test.each<[Readonly<Record<string, Timeframe>>, Timeframe, string]>([
    [
      { 'FIL-USDT': '5m' },
      '3m',
      `FIL-USDT cannot be played in 3m: ${EXCHANGE}:FIL-USDT is stored in 5m candles; possible: 5m, 15m, 30m, 45m, 1h,`,
    ],
    [{ 'FIL-USDT': '30m' }, '45m', 'is stored in 30m candles; possible: 30m, 1h, 2h,'],
    [{ 'FIL-USDT': '1D' }, '4h', 'is stored in 1D candles; possible: 1D, 3D, 1W, 1M'],
    [{ 'FIL-USDT': '1W' }, '1M', 'is stored in 1W candles; possible: 1W'],
    [
      { 'FIL-USDT': '1m', 'NEAR-USDT': '1h' },
      '30m',
      `FIL-USDT is stored in 1m candles, ${EXCHANGE}:NEAR-USDT is stored in 1h candles; possible: 1h, 2h,`,
    ],
    [{ 'FIL-USDT': '3D', 'NEAR-USDT': '1W' }, '1W', 'no timeframe can be made of them'],
    [{ 'FIL-USDT': '1M' }, '1M', 'no timeframe can be made of them'],
  ])('of %j cannot be played in %s', (bases, timeframe, message) => {
    expect(() => planOn(bases, timeframe)).toThrow(
      expect.objectContaining({ code: 'InvalidRoutes', message: expect.stringContaining(message) }),
    );
  });

  test('are what progress is counted in, and minutes are not named', () => {
    const markets = marketsOf({ 'FIL-USDT': '1h', 'NEAR-USDT': '1m' });
    const planned = (symbols: readonly string[]) => {
      const routes = symbols.map((symbol) => ({ symbol, timeframe: '1D', strategy: 'trend' }) as const);
      const input: BatchInput = { exchange: EXCHANGE, from: '2023-02-01', to: '2023-02-11', backtests: [{ routes }] };
      const [job] = [...planJobs(batchOf(input), STRATEGIES, markets).jobs];
      return [job.base, plannedMinutes(job)];
    };
    expect(planned(['FIL-USDT', 'NEAR-USDT'])).toEqual(['1h', 2 * 240]);
    expect(planned(['NEAR-USDT'])).toEqual([undefined, 14_400]);
  });

  test('are played whole: dates within one are moved inwards, and a warning says so', () => {
    expect(planOn({ 'FIL-USDT': '1W' }, '1W', { from: '2023-03-01', to: '2023-06-01' })).toEqual({
      from: day('2023-03-06'),
      to: day('2023-05-29'),
      warmupMinutes: 0,
      warnings: [
        'from 2023-03-01 lies within a 1W candle; played from 2023-03-06',
        'to 2023-06-01 lies within a 1W candle; played to 2023-05-29',
      ],
    });
  });

  test('set the dates that are left out', () => {
    const { from, to, warnings } = planOn({ 'FIL-USDT': '1D', 'NEAR-USDT': '3D' }, '3D');
    // 3D candles are counted from 1970.
    expect([from, to].map((time) => time % (3 * DAY))).toEqual([0, 0]);
    expect([from, to, warnings]).toEqual([day('2023-01-02'), day('2023-12-31'), []]);
  });

  test('make a warm-up of whole candles', () => {
    const { warmupMinutes } = planOn({ 'FIL-USDT': '1h', 'NEAR-USDT': '4h' }, '4h', { from: '2023-02-01', warmup: 5 });
    expect(warmupMinutes).toBe((5 * 4 * HOUR) / 60_000);
  });
});
