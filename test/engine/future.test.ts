import { Strategy, type StrategyClass, ta } from 'jbt-runner';
import { expect, test } from 'vitest';
import { SeriesCache } from '../../src/engine/series/series-cache.ts';
import { playSession } from '../../src/engine/session.ts';
import { allocateColumns } from '../../src/model/candle.ts';
import type { Job } from '../../src/model/job.ts';
import { MINUTE } from '../../src/model/time.ts';

const MINUTES = 120;
const LOOKS_AT = 60;

/** Rising minutes: every price of the future is above every price so far. */
function rising() {
  const columns = allocateColumns(0, MINUTE, MINUTES);
  for (let i = 0; i < MINUTES; i++) {
    columns.open[i] = 100 + i;
    columns.low[i] = 100 + i;
    columns.close[i] = 101 + i;
    columns.high[i] = 101 + i;
    columns.volume[i] = 1;
  }
  return columns;
}

/** The highest number in any typed array that can be reached from an object by names, getters and methods without arguments. */
function highestReachable(start: object): number {
  const seen = new Set<object>();
  let highest = Number.NEGATIVE_INFINITY;
  const visit = (value: unknown): void => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return;
    seen.add(value);
    if (value instanceof Float64Array) highest = Math.max(highest, ...new Float64Array(value.buffer));
    else for (const found of membersOf(value)) visit(found);
  };
  visit(start);
  return highest;
}

function membersOf(value: object): readonly unknown[] {
  if (value instanceof Map || value instanceof Set) return [...value];
  const names = new Set<string>();
  for (let level = value; level !== null && level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const name of Object.getOwnPropertyNames(level)) names.add(name);
  }
  return [...names].map((name) => {
    try {
      return Reflect.get(value, name);
    } catch {
      return undefined;
    }
  });
}

function lookAround(found: number[]): StrategyClass {
  return class Curious extends Strategy {
    average = this.indicator(ta.sma, { period: 3, sourceType: 'high' });
    override before(): void {
      if (this.index === LOOKS_AT) found.push(highestReachable(this), this.high);
    }
    override shouldLong(): boolean {
      return false;
    }
  };
}

test('nothing that a strategy can name leads to a candle of the future', () => {
  const found: number[] = [];
  const job: Job = {
    id: 'future',
    exchange: { name: 'Test', type: 'futures', fee: 0, balance: 1000, leverage: 1, leverageMode: 'cross' },
    routes: [{ symbol: 'BTC-USDT', timeframe: '1m', strategy: 'curious' }],
    dataRoutes: [{ symbol: 'BTC-USDT', timeframe: '15m' }],
    parameters: {},
    from: 0,
    to: MINUTES * MINUTE,
    warmupMinutes: 0,
    fills: { gap: 'open', slippage: 0 },
    compat: null,
    seed: 1,
  };
  playSession({
    job,
    candles: { 'Test:BTC-USDT': rising() },
    strategies: { curious: lookAround(found) },
    series: new SeriesCache(),
    listener: { day: () => false, log: () => {}, publish: () => {}, trace: null },
  });
  const [reachable, present] = found;
  expect(present).toBe(101 + LOOKS_AT);
  expect(reachable).toBe(present);
});
