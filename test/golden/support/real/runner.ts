import type { CandleColumns, StrategyClass } from 'jbt-runner';
import { SeriesCache } from '../../../../src/engine/series/series-cache.ts';
import { playSession, type SessionResult } from '../../../../src/engine/session.ts';
import type { MarketKey } from '../../../../src/model/market.ts';
import { type Difference, differences } from '../compare.ts';
import { tradeRecord } from '../records.ts';
import { type Counted, counted } from '../scenarios/hook-counts.ts';
import { candlesOf } from './candles.ts';
import { jobOf, type RealCase, readRealCase } from './case.ts';
import { expectedOrders, expectedTrades } from './expected.ts';
import { foundCandles, foundOrders, orderCounts } from './found.ts';

export const METRICS_TOLERANCE = 1e-7;

/** A recorded case, played again in this thread. */
export interface PlayedCase {
  readonly recorded: RealCase;
  /** Raw minutes, by `marketKey`. */
  readonly candles: Readonly<Record<MarketKey, CandleColumns>>;
  readonly strategy: Counted;
  readonly result: SessionResult;
}

/** Plays a recorded case with the strategy of its name. */
export async function playRealCase(name: string): Promise<PlayedCase> {
  const recorded = readRealCase(name);
  const candles = await candlesOf(recorded);
  const module = (await import(`../../real/${name}.ts`)) as { readonly default: StrategyClass };
  const strategy = counted(module.default);
  const result = playSession({
    job: jobOf(recorded),
    candles,
    strategies: { [name]: strategy.strategy },
    series: new SeriesCache(),
    listener: { day: () => false, log: () => {}, publish: () => {}, trace: null },
  });
  if (result === null) throw new Error(`${name} was ended before its end`);
  return { recorded, candles, strategy, result };
}

/** Differences between a case and everything that was recorded of it. */
export function differencesOf({ strategy, result, candles }: PlayedCase, recorded: RealCase): readonly Difference[] {
  const { expected } = recorded;
  const { equity, metrics } = result;
  const [trades, orders] = [[...result.trades], [...result.orders]];
  const { app, exchanges } = strategy.store();
  return [
    ...differences(recorded.candle_checks, foundCandles(recorded, strategy.store(), candles), 'candle_checks'),
    ...differences(expected.n_trades, trades.length, 'n_trades'),
    ...differences(expectedTrades(recorded), trades.map(tradeRecord), 'trades'),
    ...differences(sorted(expected.order_counts), sorted(orderCounts(orders)), 'order_counts'),
    ...differences(expectedOrders(recorded), foundOrders(orders), 'orders'),
    ...differences(sortedHooks(expected.hook_counts), sortedHooks(strategy.counts), 'hook_counts'),
    ...differences(expected.finishing_balance, exchanges.tradingExchange.walletBalance, 'finishing_balance'),
    ...differences(expected.assets, exchanges.tradingExchange.assets, 'assets'),
    ...differences(expected.total_open_trades, app.totalOpenTrades, 'total_open_trades'),
    ...differences(expected.open_pl, app.totalOpenPnl, 'open_pl'),
    ...differences(expected.total_liquidations, app.totalLiquidations, 'total_liquidations'),
    ...differences(expected.daily_balance, equity, 'daily_balance'),
    ...differences(expected.metrics, metrics, 'metrics', METRICS_TOLERANCE),
  ];
}

type Counts = Readonly<Record<string, number>>;

/** As a list, so that what was counted but not recorded is a difference too. */
function sorted(counts: Counts): readonly (readonly [string, number])[] {
  return Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
}

function sortedHooks(counts: Readonly<Record<string, Counts>>): object {
  return Object.fromEntries(Object.entries(counts).map(([symbol, hooks]) => [symbol, sorted(hooks)]));
}
