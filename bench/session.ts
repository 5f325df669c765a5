import { SeriesCache } from '../src/engine/series/series-cache.ts';
import { playSession, type SessionInput, type SessionListener, type SessionResult } from '../src/engine/session.ts';
import { Strategy, ta } from '../src/index.ts';
import type { CandleColumns } from '../src/model/candle.ts';
import type { Job } from '../src/model/job.ts';
import { MINUTE } from '../src/model/time.ts';
import { type CrossRules, playFused } from './fused-cross.ts';
import { randomWalk } from './market.ts';
import { measureInTurns } from './measure.ts';

const YEAR_MINUTES = 525_600;
const ROUNDS = 25;
const SILENT: SessionListener = { day: () => false, log: () => {}, publish: () => {}, trace: null };

/** The strategy of the fused loop, as a user would write it. */
function crossOf(rules: CrossRules) {
  return class Cross extends Strategy {
    fast = this.indicator(ta.ema, { period: rules.fast });
    slow = this.indicator(ta.ema, { period: rules.slow });

    override shouldLong(): boolean {
      return this.fast.crossedAbove(this.slow);
    }
    override shouldShort(): boolean {
      return this.fast.crossedBelow(this.slow);
    }
    override goLong(): void {
      this.buy = [1, this.price];
      this.stopLoss = [1, this.price * (1 - rules.stop)];
      this.takeProfit = [1, this.price * (1 + rules.target)];
    }
    override goShort(): void {
      this.sell = [1, this.price];
      this.stopLoss = [1, this.price * (1 + rules.stop)];
      this.takeProfit = [1, this.price * (1 - rules.target)];
    }
  };
}

/** Sends 0.27 orders a bar: enters against each move, leaves by limit or stop order, and moves its target. */
class Scalper extends Strategy {
  entered = 0;

  override shouldLong(): boolean {
    return this.index % 20 === 0;
  }
  override shouldShort(): boolean {
    return this.index % 20 === 10;
  }
  override goLong(): void {
    this.#enter(1);
  }
  override goShort(): void {
    this.#enter(-1);
  }
  #enter(side: 1 | -1): void {
    const { price } = this;
    this.entered = this.index;
    if (side === 1) this.buy = [1, price * 0.9997];
    else this.sell = [1, price * 1.0003];
    this.stopLoss = [1, price * (1 - side * 0.002)];
    this.takeProfit = [1, price * (1 + side * 0.001)];
  }
  override shouldCancelEntry(): boolean {
    return this.index - this.entered > 3;
  }
  override updatePosition(): void {
    if (this.index - this.entered < 8) return;
    this.takeProfit = [1, this.price * (this.isLong ? 1.0004 : 0.9996)];
    this.entered = this.index;
  }
}

function jobOf(minutes: CandleColumns, timeframe: '1h' | '1m'): Job {
  return {
    id: `bench-${timeframe}`,
    exchange: { name: 'Bench', type: 'futures', fee: 0, balance: 100_000, leverage: 1, leverageMode: 'cross' },
    routes: [{ symbol: 'BTC-USDT', timeframe, strategy: 'cross' }],
    dataRoutes: [],
    parameters: {},
    from: minutes.start,
    to: minutes.start + minutes.length * MINUTE,
    warmupMinutes: 0,
    fills: { gap: 'open', slippage: 0 },
    compat: null,
    seed: 1,
  };
}

function requireSameTrades(result: SessionResult, minutes: CandleColumns, rules: CrossRules): void {
  const found = [...result.trades].map(({ type, entryPrice, exitPrice, openedAt, closedAt }) => ({
    type,
    entryPrice,
    exitPrice,
    openedAt,
    closedAt,
  }));
  if (JSON.stringify(found) !== JSON.stringify(playFused(minutes, rules))) {
    throw new Error('the session and the fused loop made different trades');
  }
}

function playing(
  minutes: CandleColumns,
  timeframe: '1h' | '1m',
  strategy: SessionInput['strategies'][string],
): () => SessionResult {
  const job = jobOf(minutes, timeframe);
  const candles = { 'Bench:BTC-USDT': minutes };
  return () => {
    const strategies = { [job.routes[0].strategy]: strategy };
    const result = playSession({ job, candles, strategies, series: new SeriesCache(), listener: SILENT });
    if (result === null) throw new Error('the session was stopped');
    return result;
  };
}

function compare(name: string, timeframe: '1h' | '1m', rules: CrossRules, minutes: CandleColumns): void {
  const play = playing(minutes, timeframe, crossOf(rules));
  const result = play();
  requireSameTrades(result, minutes, rules);
  const [session, fused] = measureInTurns(ROUNDS, play, () => playFused(minutes, rules)).map((times) =>
    Math.min(...times),
  );
  console.log(
    `${name}  ${String(result.trades.length).padStart(6)} trades   session ${speed(minutes, session)} M minutes/s   ` +
      `fused loop ${speed(minutes, fused)} M minutes/s   ratio ${(session / fused).toFixed(2)}`,
  );
}

function measureScalper(minutes: CandleColumns): void {
  const play = playing(minutes, '1m', Scalper);
  const { trades, orders } = play();
  const times = measureInTurns(ROUNDS, play, () => {})[0];
  console.log(
    `1m scalper    ${String(trades.length).padStart(6)} trades   session ${speed(minutes, Math.min(...times))} M minutes/s   ` +
      `${(orders.length / minutes.length).toFixed(2)} orders a bar`,
  );
}

function speed({ length }: CandleColumns, milliseconds: number): string {
  return (length / milliseconds / 1000).toFixed(1).padStart(6);
}

/**
 * One year of minutes, one thread: the engine against the same strategy fused into one loop with the same trades, and a
 * strategy that lives from its orders.
 */
export function main(): void {
  const minutes = randomWalk(YEAR_MINUTES);
  compare('1h EMA cross', '1h', { bar: 60, fast: 12, slow: 26, stop: 0.03, target: 0.05 }, minutes);
  compare('1m EMA cross', '1m', { bar: 1, fast: 12, slow: 26, stop: 0.002, target: 0.003 }, minutes);
  measureScalper(minutes);
}
