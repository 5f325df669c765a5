import { Strategy, ta } from 'jbt-runner';
import { describe, expect, test } from 'vitest';
import { SeriesCache } from '../../../src/engine/series/series-cache.ts';
import { SharedColumns } from '../../../src/engine/series/shared-columns.ts';
import { BTC, ETH, minutesClosingAt, play, playOne } from '../support/stage.ts';

const BYTES = 8;
const make = (length: number) => () => [new Float64Array(length)];

describe('series kept for later sessions', () => {
  test('are the same columns for the same key', () => {
    const cache = new SeriesCache();
    const first = cache.columns('a', make(10));
    expect(cache.columns('a', make(10))).toBe(first);
    expect(cache.columns('b', make(10))).not.toBe(first);
  });

  test('leave when there is no room, those used longest ago first', () => {
    const cache = new SeriesCache(3 * 10 * BYTES);
    const [a, b, c] = ['a', 'b', 'c'].map((key) => cache.columns(key, make(10)));
    expect(cache.columns('a', make(10))).toBe(a);
    cache.columns('d', make(10));
    expect(cache.columns('a', make(10))).toBe(a);
    expect(cache.columns('c', make(10))).toBe(c);
    expect(cache.columns('b', make(10))).not.toBe(b);
  });

  test('never hold more than there is room for, but for one that is larger by itself', () => {
    const cache = new SeriesCache(100 * BYTES);
    const kept = new Map<string, readonly Float64Array[]>();
    for (let i = 0; i < 200; i++) kept.set(`${i}`, cache.columns(`${i}`, make(1 + (i % 60))));
    const newestFirst = [...kept].reverse();
    const held = newestFirst.filter(([key, columns]) => cache.columns(key, make(0)) === columns);
    expect(held.length).toBeGreaterThan(0);
    expect(held.reduce((sum, [, [{ length }]]) => sum + length, 0)).toBeLessThanOrEqual(100);
    const large = cache.columns('large', make(1000));
    expect(cache.columns('large', make(1000))).toBe(large);
  });

  test('take no room of their own where all threads share them', () => {
    const cache = new SeriesCache(10 * BYTES, new SharedColumns(SharedColumns.allocate(1e6)));
    const [a, b] = ['a', 'b'].map((key) => cache.columns(key, make(10)));
    expect([cache.columns('a', make(10)), cache.columns('b', make(10))]).toEqual([a, b]);
    expect(cache.columns('a', make(10))).toBe(a);
  });
});

const candles = minutesClosingAt(Array.from({ length: 200 }, (_, i) => 100 + 10 * Math.sin(i / 9)));

/** Records its indicator and its candles, bar by bar. */
abstract class Watcher extends Strategy {
  readonly seen: number[] = [];
  average = this.indicator(ta.ema, { period: 4 });
  smooth = this.indicator(ta.ema, { period: 4 }, { of: this.indicator(ta.sma, { period: 2 }) });
  override shouldLong() {
    return false;
  }
  override after() {
    this.seen.push(this.average.now, this.average.ago(2), this.smooth.now, this.candles.last.close);
  }
}

/** Overwrites everything within its reach. */
class Vandal extends Watcher {
  override after() {
    super.after();
    const { candles } = this;
    const arrays = [candles.open, candles.close, candles.high, candles.low, candles.volume];
    for (const values of [...arrays, this.average.newest(50), this.smooth.newest(50)]) {
      new Float64Array(values.buffer).fill(-1);
    }
  }
}

class Reader extends Watcher {}

test.each([
  ['one thread', null],
  ['all threads', new SharedColumns(SharedColumns.allocate(1e6))],
])('a strategy that overwrites all it is given damages nothing that sessions of %s share', (_whose, shared) => {
  const before = candles.close.slice();
  const [alone] = playOne(Reader, candles).strategies;
  const [vandal] = playOne(Vandal, candles, { series: new SeriesCache(1e6, shared) }).strategies;
  const [later] = playOne(Reader, candles, { series: new SeriesCache(1e6, shared) }).strategies;
  const [wanted, own, others] = [alone, vandal, later].map((each) => (each as Watcher).seen);
  expect(wanted.length).toBe(4 * candles.length);
  expect(own).toEqual(wanted);
  expect(others).toEqual(wanted);
  expect(candles.close).toEqual(before);
});

test('columns that one route overwrites are whole for the others', () => {
  const seen: number[][] = [];
  const columnsOf = (strategy: Strategy): readonly Float64Array[] =>
    [BTC, ETH].flatMap((symbol) => [
      strategy.getCandles(symbol, '1m').close,
      strategy.getCandles(symbol, '15m').close,
      strategy.store.candles.getCandles(symbol, '1m').close,
    ]);
  class Vandal extends Strategy {
    override shouldLong() {
      for (const values of columnsOf(this)) values.fill(-1);
      return false;
    }
  }
  class Reader extends Strategy {
    override shouldLong() {
      seen.push(columnsOf(this).flatMap((values) => [...values]));
      return false;
    }
  }
  const readBeside = (first: typeof Reader | typeof Vandal): readonly number[][] => {
    play({
      candles: { [BTC]: candles, [ETH]: candles },
      routes: [
        { symbol: BTC, timeframe: '1m', strategy: first },
        { symbol: ETH, timeframe: '1m', strategy: Reader },
      ],
      dataRoutes: [{ symbol: BTC, timeframe: '15m' }],
    });
    return seen.splice(0);
  };
  const wanted = readBeside(Reader).filter((_, i) => i % 2 === 1);
  expect(wanted.length).toBe(candles.length);
  expect(readBeside(Vandal)).toEqual(wanted);
});

test('columns that are read on every bar stay what they were, and share the memory that the candles are copied to', () => {
  const columns: Float64Array[] = [];
  class Reader extends Watcher {
    override before() {
      const { close, high } = this.candles;
      columns.push(close);
      expect([high.length, this.candles.length]).toEqual([close.length, close.length]);
      expect(this.candles.close).toBe(close);
    }
  }
  playOne(Reader, candles);
  expect(columns).toEqual(Array.from(candles.close, (_, i) => candles.close.slice(0, i + 1)));
  const memories = new Set(columns.map(({ buffer }) => buffer));
  expect(memories.size).toBeLessThanOrEqual(1 + Math.ceil(Math.log2(candles.length)));
});

test('nothing that a strategy is given reaches beyond the present', () => {
  const reach: number[] = [];
  class Curious extends Watcher {
    override after() {
      const { close } = this.getCandles(BTC, '1m');
      // The columns of candles have spare capacity, and it is empty.
      const candles = new Float64Array(close.buffer).filter((price) => price !== 0);
      for (const values of [candles, this.average.newest(1000)]) {
        reach.push(values.buffer.byteLength / BYTES - (this.index + 1));
      }
    }
  }
  playOne(Curious, candles);
  expect(reach.length).toBe(2 * candles.length);
  expect(Math.max(...reach)).toBe(0);
});
