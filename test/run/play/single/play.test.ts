import { describe, expect, it } from 'vitest';
import { float, int } from '../../../../src/engine/strategy/parameters.ts';
import { Strategy } from '../../../../src/engine/strategy/strategy.ts';
import type { Candle } from '../../../../src/model/candle.ts';
import { JbtError } from '../../../../src/model/errors.ts';
import { MINUTE } from '../../../../src/model/time.ts';
import { play } from '../../../../src/run/play/single/play.ts';

const START = Date.UTC(2024, 0, 1);

function candles(count: number, step = MINUTE): Candle[] {
  return Array.from({ length: count }, (_, index) => {
    const price = 100 + 10 * Math.sin(index / 50);
    return { timestamp: START + index * step, open: price, high: price + 1, low: price - 1, close: price, volume: 1 };
  });
}

class Swing extends Strategy.with({ every: int(1, 50, 4), share: float(0, 1, 0.5) }) {
  override shouldLong(): boolean {
    return this.index % this.hp.every === 0;
  }
  override goLong(): void {
    this.buy = [1, this.price];
    this.log(`bar ${this.index}`);
    this.publish('entry', { price: this.price });
  }
  override updatePosition(): void {
    this.liquidate();
  }
}

const ROUTE = { symbol: 'BTC-USDT', timeframe: '15m', strategy: Swing } as const;
const JOB = { routes: [ROUTE], warmup: 0 };

function codeOf(action: () => unknown): string {
  try {
    action();
    return 'nothing';
  } catch (error) {
    if (error instanceof JbtError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

describe('one backtest in this thread', () => {
  it('gives metrics, trades, orders, equity, logs and events', async () => {
    const found = play(JOB, { 'BTC-USDT': candles(2 * 1440) });
    expect(found.trades.length).toBeGreaterThan(10);
    expect(found.metrics.total).toBe(found.trades.length);
    expect(found.orders.length).toBeGreaterThanOrEqual(2 * found.trades.length);
    expect(found.equity.length).toBeGreaterThanOrEqual(3);
    expect(found.logs[0]).toEqual({ time: START + 15 * MINUTE, level: 'info', message: 'bar 0' });
    expect(found.published[0]).toMatchObject({ event: 'entry' });
    expect(await found.hash()).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives the same hash again, and another for another parameter', async () => {
    const minutes = { 'BTC-USDT': candles(1440) };
    const [first, second] = [play(JOB, minutes), play(JOB, minutes)];
    expect(await second.hash()).toBe(await first.hash());
    expect(await play({ ...JOB, parameters: { every: 7 } }, minutes).hash()).not.toBe(await first.hash());
  });

  it('plays candles of a longer timeframe', () => {
    expect(
      play({ ...JOB, routes: [{ ...ROUTE, timeframe: '4h' }] }, { 'BTC-USDT': candles(100, 60 * MINUTE) }).trades,
    ).not.toEqual([]);
  });

  it('throws what the strategy throws', () => {
    class Broken extends Swing {
      override goLong(): void {
        throw new RangeError('broken');
      }
    }
    expect(() => play({ ...JOB, routes: [{ ...ROUTE, strategy: Broken }] }, { 'BTC-USDT': candles(1440) })).toThrow(
      RangeError,
    );
  });

  it.each([
    [
      'a candle that is missing',
      JOB,
      candles(100).filter((_, index) => index !== 50),
      'CandleGap: BTC-USDT: candle 51, 2024-01-01 00:51',
    ],
    [
      'a candle that is none',
      JOB,
      candles(100).map((candle, index) => (index === 3 ? { ...candle, high: 1 } : candle)),
      'InvalidCandles: BTC-USDT: candle 4',
    ],
    ['too few candles', JOB, candles(1), 'InvalidCandles: BTC-USDT: found 1 candles'],
    ['an odd step', JOB, candles(100, 7 * MINUTE), 'InvalidCandles: BTC-USDT: 7 minutes'],
    ['an unknown parameter', { ...JOB, parameters: { evry: 3 } }, candles(1440), 'InvalidParameter'],
    ['an unknown exchange', { ...JOB, exchange: 'Nowhere' }, candles(1440), 'InvalidBatch: exchange.type'],
    ['a range without candles', { ...JOB, from: '2023-01-01' }, candles(1440), 'CandlesNotFound'],
  ])('refuses %s in one line', (_, job, given, message) => {
    expect(codeOf(() => play(job, { 'BTC-USDT': given }))).toContain(message);
  });
});
