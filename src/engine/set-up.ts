import { computeMetrics, metricConventions } from '../metrics/index.ts';
import { JbtError } from '../model/errors.ts';
import type { Job } from '../model/job.ts';
import { quoteAsset } from '../model/market.ts';
import type { Metrics } from '../model/metrics.ts';
import type { Route } from '../model/route.ts';
import { MINUTE } from '../model/time.ts';
import { minutesOf } from '../model/timeframe.ts';
import { FuturesExchange } from './account/futures.ts';
import { Position } from './account/position.ts';
import { SpotExchange } from './account/spot.ts';
import { type Conventions, conventionsOf } from './conventions.ts';
import { DrawdownMeter } from './drawdown-meter.ts';
import { Broker } from './fills/broker.ts';
import { LiquidationRule } from './fills/liquidation.ts';
import { Matching } from './fills/matching.ts';
import { Trace } from './fills/trace.ts';
import { candlesOfJob } from './job-candles.ts';
import type { MarketCandles } from './market/market-candles.ts';
import type { SessionCandles } from './market/session-candles.ts';
import { seededRandom } from './random.ts';
import { Schedule } from './schedule.ts';
import type { SessionInput } from './session-input.ts';
import { equityOf } from './store/equity.ts';
import { Store } from './store/index.ts';
import { StrategyCache } from './strategy/cache.ts';
import { StrategyContext } from './strategy/context.ts';
import { NO_CACHE } from './strategy/session-cache.ts';
import { Trader, type TraderParts } from './strategy/trader.ts';

/** The parts of a session, built and connected. */
export interface Session {
  readonly store: Store;
  readonly candles: SessionCandles;
  readonly broker: Broker;
  readonly schedule: Schedule;
  /** One per traded symbol, in the order of the routes. */
  readonly matchings: readonly Matching[];
  /** Symbols that are read but not traded. */
  readonly readOnly: readonly MarketCandles[];
  /** One per route, in order. */
  readonly traders: readonly Trader[];
  readonly drawdown: DrawdownMeter;
  /** True when a route has a bar in every minute, so that none can be skipped. */
  readonly actsEveryMinute: boolean;
  /** Metrics of the session so far. */
  metrics(): Metrics;
}

export function setUpSession(input: SessionInput): Session {
  const { job, listener } = input;
  const conventions = conventionsOf(job.compat);
  const candles = candlesOfJob(input);
  const store = setUpStore(job, candles, conventions);
  const trace = listener.trace === null ? null : new Trace(store.app, listener.trace);
  const liquidation = new LiquidationRule(store, conventions);
  const schedule = scheduleOf(job, candles, conventions);
  const drawdown = drawdownOf(job, store, candles, schedule);
  const beforeFill = (): void => drawdown.catchUp();
  const isClosed = (symbol: string): boolean => candles.ofSymbol(symbol).market.isClosed;
  const { slippage } = job.fills;
  const broker = new Broker({ store, slippage, conventions, liquidation, trace, beforeFill, isClosed });
  const matchings = store.positions.all.map((position) => {
    const own = candles.ofSymbol(position.symbol);
    return new Matching({ candles: own, position, store, broker, liquidation, conventions, gap: job.fills.gap });
  });
  const traders = job.routes.map((route) => {
    const trader = traderOf(input, route, candles, { store, broker, conventions, trace });
    broker.listen(route.symbol, trader);
    return trader;
  });
  const metrics = (): Metrics => metricsOf(job, { store, candles, schedule, drawdown }, conventions);
  attachStrategies(input, { store, candles, metrics, trace }, conventions, traders);
  const readOnly = candles.symbols.slice(matchings.length).map(({ market }) => market);
  const actsEveryMinute = job.routes.some(
    ({ symbol, timeframe }) => timeframe === candles.base && !candles.ofSymbol(symbol).market.closesAtTimes,
  );
  return { store, candles, broker, schedule, matchings, readOnly, traders, drawdown, actsEveryMinute, metrics };
}

function traderOf(
  input: SessionInput,
  route: Route,
  candles: SessionCandles,
  parts: Pick<TraderParts, 'store' | 'broker' | 'conventions' | 'trace'>,
): Trader {
  const position = parts.store.positions.getPosition(route.symbol);
  if (position === null) throw new RangeError(`${route.symbol} has no position`);
  const bars = candles.ofSymbol(route.symbol).series(route.timeframe);
  return new Trader({ ...parts, route, position, bars }, classOf(input, route.strategy).name);
}

function classOf({ strategies }: SessionInput, name: string): SessionInput['strategies'][string] {
  const found = strategies[name];
  if (found === undefined) throw new JbtError('StrategyNotFound', `no strategy ${name} was loaded`);
  return found;
}

function setUpStore(job: Job, candles: SessionCandles, conventions: Conventions): Store {
  const traded = job.routes.map(({ symbol }) => symbol);
  const quote = quoteAsset(traded[0]);
  const exchange =
    job.exchange.type === 'spot'
      ? new SpotExchange(job.exchange, traded, quote, conventions.spotMarketExit)
      : new FuturesExchange(job.exchange, traded, quote, conventions);
  const positions = traded.map((symbol) => new Position(symbol, exchange, candles.ofSymbol(symbol).market));
  exchange.attach(positions);
  return new Store({ exchange, candles, positions });
}

function scheduleOf(job: Job, { base }: SessionCandles, conventions: Conventions): Schedule {
  const step = minutesOf(base) * MINUTE;
  const start = job.from - job.warmupMinutes * MINUTE;
  return new Schedule(start, (job.from - start) / step, (job.to - start) / step, conventions.equitySample, step);
}

function drawdownOf(job: Job, store: Store, candles: SessionCandles, schedule: Schedule): DrawdownMeter {
  const fastest = job.routes.reduce((a, b) => (minutesOf(b.timeframe) < minutesOf(a.timeframe) ? b : a));
  const bars = candles.ofSymbol(fastest.symbol).series(fastest.timeframe);
  const markets = candles.symbols.map(({ market }) => market);
  return new DrawdownMeter(store, bars, markets, schedule);
}

function attachStrategies(
  input: SessionInput,
  { store, candles, metrics, trace }: Pick<Session, 'store' | 'candles' | 'metrics'> & { readonly trace: Trace | null },
  { indicatorBars }: Conventions,
  traders: readonly Trader[],
): void {
  const { job, listener, series, cache = { values: NO_CACHE, namespaces: {} } } = input;
  const parts = {
    job,
    store,
    candles,
    series,
    listener,
    metrics,
    indicatorBars,
    equity: () => equityOf(store),
    random: seededRandom(job.seed),
    cacheOf: (strategy: string) => new StrategyCache(cache.values, cache.namespaces[strategy] ?? strategy),
  };
  store.app.time = job.from;
  store.app.startingTime = job.from;
  store.app.endingTime = job.to;
  traders.forEach((trader, i) => {
    const Class = classOf(input, job.routes[i].strategy);
    trace?.strategy(job.routes[i], Class.name);
    trader.attach(
      new Class(new StrategyContext(trader, parts)),
      traders.filter((other) => other !== trader),
    );
  });
}

function metricsOf(
  job: Job,
  { store, candles, schedule, drawdown }: Pick<Session, 'store' | 'candles' | 'schedule' | 'drawdown'>,
  conventions: Conventions,
): Metrics {
  const { app, closedTrades, exchanges } = store;
  return computeMetrics({
    trades: closedTrades.rows.figures(),
    equity: app.dailyBalance,
    deepestDrawdown: drawdown.deepest,
    startingBalance: job.exchange.balance,
    finishingBalance: exchanges.tradingExchange.walletBalance,
    startedAt: job.from,
    endedAt: app.time,
    openTrades: app.totalOpenTrades,
    openPnl: app.totalOpenPnl,
    liquidations: app.totalLiquidations,
    benchmark: job.routes.map(({ symbol }) => {
      const { minutes, newest } = candles.ofSymbol(symbol).market;
      return { first: minutes.open[schedule.first], last: minutes.close[newest] };
    }),
    conventions: metricConventions(conventions.jesseMetrics),
  });
}
