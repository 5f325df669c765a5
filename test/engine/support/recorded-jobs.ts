import { type ClosedTrade, type LiveOrder, Strategy, type StrategyClass, ta } from 'jbt-runner';
import { randomWalk } from '../../../bench/market.ts';
import { sha256 } from '../../../src/adapters/system/digest.ts';
import { SeriesCache } from '../../../src/engine/series/series-cache.ts';
import { playSession, type SessionResult } from '../../../src/engine/session.ts';
import type { TraceListener } from '../../../src/engine/session-listener.ts';
import type { CandleColumns } from '../../../src/model/candle.ts';
import type { ExchangeSettings } from '../../../src/model/exchange.ts';
import type { Job } from '../../../src/model/job.ts';
import { ENGINE_STEPS } from '../../../src/model/logging.ts';
import { MINUTE, type Timestamp } from '../../../src/model/time.ts';
import type { Timeframe } from '../../../src/model/timeframe.ts';
import { hashResult } from '../../../src/run/results/result-record.ts';
import DonchianRisk from '../../golden/real/donchian_15m_risk.ts';
import ScalpSma from '../../golden/real/scalp_1m_fees.ts';
import Pyramid from '../../golden/real/stop_entry_pyramid_1h.ts';
import TrailingStop from '../../golden/real/trailing_stop_30m.ts';
import { randomStrategy, recklessStrategy } from './random-strategy.ts';
import { BTC, ETH } from './stage.ts';

const MINUTES = 8 * 1440;

/** Enters and turns at market on crossings, with stops and targets, and keeps what its hooks see in its log. */
class Cross extends Strategy {
  fast = this.indicator(ta.ema, { period: 5 });
  slow = this.indicator(ta.ema, { period: 13 });

  override shouldLong() {
    return this.fast.crossedAbove(this.slow);
  }
  override shouldShort() {
    return this.isFuturesTrading && this.fast.crossedBelow(this.slow);
  }
  override goLong() {
    this.buy = [1, this.price];
    if (this.isFuturesTrading) this.planExits(1);
  }
  override goShort() {
    this.sell = [1, this.price];
    this.planExits(-1);
  }
  planExits(side: 1 | -1) {
    this.stopLoss = [1, this.price * (1 - side * 0.002)];
    this.takeProfit = [1, this.price * (1 + side * 0.003)];
  }
  override onOpenPosition(order: LiveOrder) {
    if (this.isSpotTrading) this.stopLoss = [Math.abs(this.position.qty), this.price * 0.998];
    this.note('open', [order, ...this.orders, ...this.entryOrders, ...this.exitOrders]);
  }
  override onClosePosition(order: LiveOrder, trade: ClosedTrade) {
    this.note(`closed ${trade.id} ${trade.pnl} of ${this.trades.length}`, [order, ...trade.orders, ...this.orders]);
    this.log(`${this.metrics.net_profit} ${this.store.orders.all.length} ${this.trades.at(-1)?.holdingPeriod}`);
  }
  note(event: string, orders: readonly LiveOrder[] | ClosedTrade['orders']) {
    this.log(`${event} ${orders.map(({ id, status, filledQty, fee }) => `${id} ${status} ${filledQty} ${fee}`)}`);
  }
}

/** Holds a position in almost every bar, and turns it by an entry larger than what it holds. */
class Turning extends Strategy {
  override shouldLong() {
    return this.index % 3 === 0;
  }
  override shouldShort() {
    return this.isFuturesTrading && this.index % 3 === 1;
  }
  override goLong() {
    this.buy = [1, this.price];
  }
  override goShort() {
    this.sell = [1, this.price];
  }
  override updatePosition() {
    if (this.index % 5 !== 0) return;
    if (this.isSpotTrading) this.liquidate();
    else this.stopLoss = [Math.abs(this.position.qty), this.price];
  }
  override onRouteClosePosition(other: Strategy) {
    this.log(`${other.symbol} closed at ${this.time}`);
  }
}

const STRATEGIES: Readonly<Record<string, StrategyClass>> = {
  Cross,
  Turning,
  Random: randomStrategy(1),
  Mirrored: randomStrategy(-1),
  LongOnly: randomStrategy(1, true),
  Reckless: recklessStrategy(),
  RecklessLongOnly: recklessStrategy(true),
  ScalpSma,
  Pyramid,
  TrailingStop,
  DonchianRisk,
};

/** Spot refuses strategies that sell short, so it gets others in their place. */
const ON_SPOT: Readonly<Record<string, string>> = {
  Random: 'LongOnly',
  Mirrored: 'LongOnly',
  Reckless: 'RecklessLongOnly',
  ScalpSma: 'RecklessLongOnly',
  Pyramid: 'Turning',
  DonchianRisk: 'Cross',
};

const ACCOUNTS: readonly Pick<ExchangeSettings, 'type' | 'fee' | 'balance' | 'leverage' | 'leverageMode'>[] = [
  { type: 'futures', fee: 0.0004, balance: 100_000, leverage: 3, leverageMode: 'cross' },
  { type: 'spot', fee: 0.001, balance: 100_000, leverage: 1, leverageMode: 'cross' },
  { type: 'futures', fee: 0, balance: 30_000, leverage: 50, leverageMode: 'isolated' },
  { type: 'futures', fee: 0.0004, balance: 10_000, leverage: 5, leverageMode: 'isolated' },
  { type: 'futures', fee: 0.0002, balance: 15_000, leverage: 60, leverageMode: 'cross' },
];

const TIMEFRAMES: readonly Timeframe[] = ['1m', '5m', '1h', '15m'];

/** 200 jobs: every strategy on every account in every timeframe, with the other settings in turn. */
export function recordedJobs(): readonly Job[] {
  const names = Object.keys(STRATEGIES).filter((name) => name !== 'RecklessLongOnly');
  const crossed = names.flatMap((strategy) =>
    ACCOUNTS.flatMap((account) => TIMEFRAMES.map((timeframe) => ({ strategy, account, timeframe }))),
  );
  return crossed.map(({ strategy, account, timeframe }, index) => jobOf(index, strategy, account, timeframe));
}

function jobOf(index: number, strategy: string, account: (typeof ACCOUNTS)[number], timeframe: Timeframe): Job {
  const { start } = MARKETS[BTC];
  const warmupMinutes = index % 7 < 2 ? 0 : 3000;
  const played = account.type === 'spot' ? (ON_SPOT[strategy] ?? strategy) : strategy;
  const other = {
    symbol: ETH,
    timeframe: TIMEFRAMES[(index >> 2) % 4],
    strategy: index % 2 === 0 ? 'Cross' : 'Turning',
  };
  return {
    id: `${index} ${strategy} ${account.type} ${timeframe}`,
    exchange: { name: 'Sandbox', ...account },
    routes: [{ symbol: BTC, timeframe, strategy: played }, ...(index % 3 === 0 ? [other] : [])],
    dataRoutes: index % 5 === 0 ? [{ symbol: ETH, timeframe: '4h' }] : [],
    parameters: {},
    from: start + warmupMinutes * MINUTE,
    // Long timeframes get more minutes, so that each job has some trades.
    to: start + (timeframe === '1m' ? MINUTES / 2 : MINUTES) * MINUTE,
    warmupMinutes,
    fills: { gap: index % 7 < 4 ? 'open' : 'order-price', slippage: index % 11 < 8 ? 0 : 0.0005 },
    compat: index % 3 === 1 ? 'jesse' : null,
    seed: index + 1,
  };
}

/** Two markets around 1000: one without gaps, one that jumps now and then. */
const MARKETS: Readonly<Record<string, CandleColumns>> = {
  [BTC]: scaled(randomWalk(MINUTES), 10, 0),
  [ETH]: scaled(randomWalk(MINUTES), 10, 0.004),
};

function scaled(minutes: CandleColumns, factor: number, gap: number): CandleColumns {
  const by = (column: Float64Array): Float64Array =>
    column.map((price, minute) => price * factor * (minute % 100 < 50 ? 1 : 1 + gap));
  return { ...minutes, open: by(minutes.open), close: by(minutes.close), high: by(minutes.high), low: by(minutes.low) };
}

/** The digest of all that a job shows: orders, trades, equity, metrics, logs, events, or its error. */
export function hashOf(job: Job): string {
  const told: string[] = [];
  const tell = (...facts: readonly unknown[]): void => {
    told.push(facts.join(' '));
  };
  const candles = Object.fromEntries(
    Object.entries(MARKETS).map(([symbol, minutes]) => [`Sandbox:${symbol}`, minutes]),
  );
  const tellEvent = (time: Timestamp, event: string, value: unknown): void => tell(time, event, value);
  // The steps that were recorded.
  const steps = new Set(ENGINE_STEPS.filter((step) => !/^(strategy|position|balance)_/.test(step)));
  const trace: TraceListener = { steps, tell: (time, _step, _symbol, message) => tell(time, message) };
  const listener = { day: () => false, log: tell, publish: tellEvent, trace };
  const digests: string[] = [];
  try {
    const result = playSession({ job, candles, strategies: STRATEGIES, series: new SeriesCache(), listener });
    if (result !== null) digests.push(hashResult(result, sha256), metricsOf(result));
  } catch (error) {
    digests.push(String(error));
  }
  return sha256([...digests, ...told].join('\n')).slice(0, 16);
}

/** Ten digits: powers may differ in the last bits between versions of Node. */
function metricsOf({ metrics }: SessionResult): string {
  return Object.entries(metrics)
    .map(([name, value]) => `${name} ${value.toPrecision(10)}`)
    .join('\n');
}
