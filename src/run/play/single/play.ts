import { SeriesCache } from '../../../engine/series/series-cache.ts';
import { playSession, type SessionListener } from '../../../engine/session.ts';
import { Strategy, type StrategyClass } from '../../../engine/strategy/strategy.ts';
import { type EquityPoint, equityPoints } from '../../../metrics/index.ts';
import { JbtError } from '../../../model/errors.ts';
import type { ExchangeSettings } from '../../../model/exchange.ts';
import { type MarketKey, marketKey } from '../../../model/market.ts';
import type { Metrics } from '../../../model/metrics.ts';
import type { Order } from '../../../model/order.ts';
import type { ParameterValues } from '../../../model/parameter.ts';
import type { Timeframe } from '../../../model/timeframe.ts';
import type { ClosedTrade } from '../../../model/trade.ts';
import { pathText } from '../../batch/problems.ts';
import { resolveBatch } from '../../batch/resolve.ts';
import { type BatchInput, parseBatch } from '../../batch/schema.ts';
import { planJobs } from '../../plan/plan.ts';
import type { StrategyDescription } from '../../ports.ts';
import { readResultRecord, resultRecordOf } from '../../results/result-record.ts';
import { defaultsOf, type FoundStrategy, reviewStrategy } from '../strategy-review.ts';
import { type CandleInput, storedCandlesOf, summaryOf } from './candle-input.ts';
import { sha256 } from './web-digest.ts';

/** A market and the strategy that trades it. */
export interface PlayedRoute {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly strategy: StrategyClass;
}

type Settings = Pick<BatchInput, 'from' | 'to' | 'warmup' | 'compat' | 'seed' | 'fills'>;

/** One backtest to play in this thread. Settings are those of a batch file, with the same defaults. */
export interface PlayedJob extends Settings {
  readonly routes: readonly PlayedRoute[];
  /** Markets that strategies read and do not trade. */
  readonly dataRoutes?: readonly { readonly symbol: string; readonly timeframe: Timeframe }[];
  /** Its name, or its settings; default: `Binance Perpetual Futures`. */
  readonly exchange?: string | (Partial<ExchangeSettings> & Pick<ExchangeSettings, 'name'>);
  readonly parameters?: ParameterValues;
}

/** A line that a strategy logged. */
export interface LoggedLine {
  /** Simulation time, milliseconds since 1970. */
  readonly time: number;
  readonly level: Parameters<SessionListener['log']>[0];
  readonly message: string;
}

/** The result of one backtest. */
export interface PlayedBacktest {
  /** Metrics by name; NaN where one has no value. */
  readonly metrics: Metrics;
  /** In closing order. */
  readonly trades: readonly ClosedTrade[];
  /** Every order, in order of submission. */
  readonly orders: readonly Order[];
  /** Equity in the quote asset: at the start, as each day ended, at the end. */
  readonly equity: readonly EquityPoint[];
  readonly logs: readonly LoggedLine[];
  /** Events that the strategy published. */
  readonly published: readonly { readonly time: number; readonly event: string; readonly value: unknown }[];
  /** Warnings of a run, such as a short warm-up. */
  readonly warnings: readonly string[];
  /** SHA-256 of trades, orders and equity: the hash of the same backtest in a run. */
  hash(): Promise<string>;
}

const DEFAULT_EXCHANGE = 'Binance Perpetual Futures';

/**
 * Plays one backtest in this thread: in tests, notebooks and browsers. It reads no file and no clock. `candles` are by
 * symbol. Throws what the strategy throws, and JbtError for a job that cannot be played.
 */
export function play(job: PlayedJob, candles: Readonly<Record<string, CandleInput>>): PlayedBacktest {
  const strategies = namedStrategies(job.routes);
  const stored = Object.entries(candles).map(([symbol, given]) => [symbol, storedCandlesOf(given, symbol)] as const);
  const { name } = exchangeOf(job);
  const markets = stored.map(([symbol, columns]) => summaryOf(name, symbol, columns));
  const { jobs, warnings } = planJobs(batchOf(job, strategies), [...strategies].map(descriptionOf), markets);
  const planned = jobs.at(0);
  if (planned === undefined) throw new JbtError('InvalidBatch', 'the job has no backtest');
  const logs: LoggedLine[] = [];
  const published: PlayedBacktest['published'][number][] = [];
  const found = playSession({
    job: planned,
    candles: Object.fromEntries(stored.map(([symbol, columns]) => [keyOf(name, symbol), columns])),
    strategies: Object.fromEntries(strategies),
    series: new SeriesCache(),
    listener: {
      day: () => false,
      log: (level, time, message) => logs.push({ time, level, message }),
      publish: (time, event, value) => published.push({ time, event, value }),
      trace: null,
    },
  });
  if (found === null) throw new JbtError('InvalidStrategy', 'the backtest was cancelled');
  const record = resultRecordOf(found);
  const { trades, orders } = readResultRecord(record);
  return {
    ...{ metrics: found.metrics, trades, orders, logs, published, warnings },
    equity: equityPoints(found.equity, planned.from, planned.to),
    hash: async () => sha256(`${await sha256(record.bytes)} ${await sha256(record.words)}`),
  };
}

function keyOf(exchange: string, symbol: string): MarketKey {
  return marketKey({ exchange, symbol });
}

function exchangeOf({ exchange = DEFAULT_EXCHANGE }: PlayedJob): Partial<ExchangeSettings> & { readonly name: string } {
  return typeof exchange === 'string' ? { name: exchange } : exchange;
}

/** Classes by names: those of the classes, numbered where two are alike. */
function namedStrategies(routes: readonly PlayedRoute[]): ReadonlyMap<string, StrategyClass> {
  const named = new Map<string, StrategyClass>();
  for (const strategy of new Set(routes.map((route) => route.strategy))) {
    const name = strategy.name || 'Strategy';
    named.set(named.has(name) ? `${name}${named.size + 1}` : name, strategy);
  }
  return named;
}

function batchOf(job: PlayedJob, strategies: ReadonlyMap<string, StrategyClass>) {
  const { routes, dataRoutes = [], exchange: _exchange, parameters = {}, ...settings } = job;
  const nameOf = (strategy: StrategyClass): string =>
    [...strategies].find(([, known]) => known === strategy)?.[0] ?? '';
  const backtest = {
    ...settings,
    exchange: exchangeOf(job),
    routes: routes.map(({ symbol, timeframe, strategy }) => ({ symbol, timeframe, strategy: nameOf(strategy) })),
    dataRoutes,
    parameters,
  };
  const parsed = parseBatch({ backtests: [backtest] });
  const locate = (path: Parameters<typeof pathText>[0]): string => pathText(path.slice(2)) || 'job';
  if ('content' in parsed) return resolveBatch({ content: parsed.content, origin: { code: 'InvalidBatch', locate } });
  const [{ path, message }] = parsed.problems;
  throw new JbtError('InvalidBatch', `${locate(path)}: ${message}`);
}

function descriptionOf([name, strategy]: readonly [string, StrategyClass]): StrategyDescription {
  if (!isStrategy(strategy)) throw new JbtError('StrategyNotFound', `${name} does not extend Strategy`);
  const { fault, warnings } = reviewStrategy(strategy);
  if (fault !== null) throw new JbtError('StrategyNotLoaded', `${name}: ${fault}`);
  return { name, className: name, parameters: strategy.parameters, defaults: defaultsOf(strategy), warnings };
}

function isStrategy(strategy: StrategyClass): strategy is FoundStrategy {
  return 'prototype' in strategy && strategy.prototype instanceof Strategy;
}
