import { SeriesCache } from '../../../../src/engine/series/series-cache.ts';
import { playSession, type SessionListener } from '../../../../src/engine/session.ts';
import type { Strategy, StrategyClass } from '../../../../src/engine/strategy/strategy.ts';
import { JbtError } from '../../../../src/model/errors.ts';
import type { Job } from '../../../../src/model/job.ts';
import { MINUTE } from '../../../../src/model/time.ts';
import type { Timeframe } from '../../../../src/model/timeframe.ts';
import { type Difference, differences } from '../compare.ts';
import { tradeRecord, tradesDigest } from '../records.ts';
import { type CandleSpec, makeCandles } from './candles.ts';
import { roundTo } from './dsl.ts';
import { makeStrategy, type Notebook, type StrategySpec, type TraceEntry } from './strategy.ts';

/** A case of scenarios.json. */
export interface Scenario {
  readonly name: string;
  readonly config: {
    readonly starting_balance: number;
    readonly fee: number;
    readonly type: 'spot' | 'futures';
    readonly futures_leverage?: number;
    readonly futures_leverage_mode?: 'cross' | 'isolated';
    readonly exchange: string;
  };
  readonly candles: Readonly<Record<string, CandleSpec>>;
  readonly routes: readonly {
    readonly symbol: string;
    readonly timeframe: Timeframe;
    readonly strategy: StrategySpec;
  }[];
  readonly data_routes?: readonly { readonly symbol: string; readonly timeframe: Timeframe }[];
  readonly tags: readonly string[];
  readonly note?: string;
  readonly asserted: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, unknown>>;
  /** `identical`, or where Jesse's fast simulator differs; absent when it was not run. */
  readonly expected_fast_mode?: unknown;
}

type Found = Record<string, unknown>;

/** Plays a scenario with Jesse's choices and returns where it differs from what Jesse did. */
export function playScenario(scenario: Scenario): readonly Difference[] {
  const notebook: Notebook = { trace: [], failedChecks: [] };
  const found = play(scenario, notebook);
  const expected = comparable(scenario.expected);
  if ('error' in expected || 'error' in found) {
    return differences(expected.error ?? 'no error', found.error ?? 'no error', 'error');
  }
  return [
    ...differences(expected, found, 'expected'),
    ...differencesOfTrace(scenario.expected.trace, notebook.trace),
    ...Object.entries(scenario.asserted).flatMap(([path, value]) => differencesAt(path, value, found)),
    ...notebook.failedChecks.map((failed) => ({ path: 'checks', expected: 'to hold', found: failed })),
  ];
}

function play(scenario: Scenario, notebook: Notebook): Found {
  const { config } = scenario;
  const candles = Object.fromEntries(
    Object.entries(scenario.candles).map(([symbol, spec]) => [`${config.exchange}:${symbol}`, makeCandles(spec)]),
  );
  const job = jobOf(scenario);
  const strategies = Object.fromEntries(
    scenario.routes.map(({ strategy }, i): [string, StrategyClass] => [String(i), makeStrategy(strategy, notebook)]),
  );
  const listener = watchingMargin();
  try {
    const result = playSession({
      job,
      candles,
      strategies: { ...strategies, '0': watched(strategies['0'], listener) },
      series: new SeriesCache(),
      listener,
    });
    if (result === null) throw new RangeError('the session was stopped');
    const { store } = listener.strategy as Strategy;
    const exchange = store.exchanges.tradingExchange;
    const { trades } = store.closedTrades;
    return {
      trades: trades.map(tradeRecord),
      metrics: result.metrics,
      daily_balance: result.equity,
      assets: exchange.assets,
      wallet_balance: exchange.walletBalance,
      available_margin: exchange.availableMargin,
      total_open_trades: store.app.totalOpenTrades,
      open_pl: store.app.totalOpenPnl,
      total_liquidations: store.app.totalLiquidations,
      time: store.app.time,
      starting_time: store.app.startingTime,
      // Jesse's ending time is a minute late.
      ending_time: store.app.endingTime + MINUTE,
      trades_count: trades.length,
      trades_sha256: tradesDigest(trades),
    };
  } catch (error) {
    if (error instanceof JbtError) return { error: error.code };
    throw error;
  }
}

interface Watch extends SessionListener {
  strategy: Strategy | null;
}

function watchingMargin(): Watch {
  return { strategy: null, trace: null, day: () => false, log: () => {}, publish: () => {} };
}

/** The same class, whose instance is kept, so that the end of the session can be looked at. */
function watched(Class: StrategyClass, watch: Watch): StrategyClass {
  return class extends Class {
    constructor(...seat: ConstructorParameters<StrategyClass>) {
      super(...seat);
      watch.strategy = this;
    }
  };
}

function jobOf(scenario: Scenario): Job {
  const { config, routes } = scenario;
  const [spec] = Object.values(scenario.candles);
  const candles = makeCandles(spec);
  const warmupMinutes = spec.warmup ?? 0;
  return {
    id: scenario.name,
    exchange: {
      name: config.exchange,
      type: config.type,
      fee: config.fee,
      balance: config.starting_balance,
      leverage: config.type === 'spot' ? 1 : (config.futures_leverage ?? 1),
      leverageMode: config.futures_leverage_mode ?? 'cross',
    },
    routes: routes.map(({ symbol, timeframe }, i) => ({ symbol, timeframe, strategy: String(i) })),
    dataRoutes: scenario.data_routes ?? [],
    parameters: {},
    from: candles.start + warmupMinutes * MINUTE,
    to: candles.start + candles.length * MINUTE,
    warmupMinutes,
    fills: { gap: 'order-price', slippage: 0 },
    compat: 'jesse',
    seed: 0,
  };
}

/** The expected block with its short forms written out, without what is compared elsewhere. */
function comparable(expected: Scenario['expected']): Found {
  const { trace, trace_note, trades_orders, message, ...rest } = withoutLiquidationTimes(expected);
  const found: Found = { ...rest };
  const { trades, daily_balance } = rest as { trades?: Table | unknown[]; daily_balance?: Constant | unknown[] };
  if (trades !== undefined && !Array.isArray(trades)) found.trades = rowsOf(trades);
  if (daily_balance !== undefined && !Array.isArray(daily_balance)) {
    found.daily_balance = Array(daily_balance.length).fill(daily_balance.constant);
  }
  return found;
}

/** Jesse leaves the submission time of liquidation orders empty. */
function withoutLiquidationTimes(expected: Scenario['expected']): Scenario['expected'] {
  return JSON.parse(
    JSON.stringify(expected, (key, value) => (key === 'created_at' && value === null ? undefined : value)),
  );
}

interface Table {
  readonly fields: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

interface Constant {
  readonly constant: number;
  readonly length: number;
}

function rowsOf({ fields, rows }: Table): readonly unknown[] {
  return rows.map((row) => Object.fromEntries(fields.map((name, i) => [name, row[i]])));
}

/** Hooks that say nothing on their own: minutes with no others are left out of traces. */
const QUIET = new Set([
  'before',
  'should_short:false',
  'should_long:false',
  'should_cancel_entry:false',
  'update_position',
  'after',
]);

function differencesOfTrace(expected: unknown, trace: readonly TraceEntry[]): readonly Difference[] {
  if (expected === undefined) return [];
  const told = new Set(trace.filter(({ hook }) => !QUIET.has(hook)).map(({ time }) => time));
  return differences(
    expected,
    trace.filter(({ time }) => told.has(time)),
    'trace',
  );
}

/** Numbers by size, anything else by its text. */
function sortedSet(values: readonly unknown[]): readonly unknown[] {
  const set = [...new Set(values)];
  return set.every((value) => typeof value === 'number') ? set.sort((a, b) => a - b) : set.sort();
}

/** `trades.0.fee~8`: the path into what was found, and the decimals to round to. */
function differencesAt(assertion: string, expected: unknown, found: Found): readonly Difference[] {
  const [path, digits] = assertion.split('~');
  let value: unknown = found;
  for (const step of path.split('.')) {
    value = step === 'uniq' ? sortedSet(value as unknown[]) : (value as Record<string, unknown>)[step];
  }
  const rounded = digits === undefined ? value : roundTo(value as number, Number(digits));
  return differences(expected, rounded, `asserted ${assertion}`);
}
