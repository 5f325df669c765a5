import { FuturesExchange } from '../../../engine/account/futures.ts';
import { LiveOrder } from '../../../engine/account/live-order.ts';
import { Position } from '../../../engine/account/position.ts';
import { SpotExchange } from '../../../engine/account/spot.ts';
import { CandlesView } from '../../../engine/market/candles-view.ts';
import { IndicatorColumn } from '../../../engine/series/indicator-column.ts';
import { AppState } from '../../../engine/store/app.ts';
import { CandlesState } from '../../../engine/store/candles.ts';
import { ClosedTradesState } from '../../../engine/store/closed-trades.ts';
import { ExchangesState } from '../../../engine/store/exchanges.ts';
import { Store } from '../../../engine/store/index.ts';
import { LogsState } from '../../../engine/store/logs.ts';
import { OrderRows } from '../../../engine/store/order-rows.ts';
import { OrderbooksState } from '../../../engine/store/orderbooks.ts';
import { OrdersState } from '../../../engine/store/orders.ts';
import { PositionsState } from '../../../engine/store/positions.ts';
import { TickersState } from '../../../engine/store/tickers.ts';
import { TradeRows } from '../../../engine/store/trade-rows.ts';
import { TradesState } from '../../../engine/store/trades.ts';
import { StrategyCache } from '../../../engine/strategy/cache.ts';
import { StrategyContext } from '../../../engine/strategy/context.ts';
import { Trader } from '../../../engine/strategy/trader.ts';
import { JBT_URL } from '../../system/package.ts';

/** Classes of jbt whose instances strategies get but whose constructors are not exported. */
const MET = {
  ...{ LiveOrder, Position, FuturesExchange, SpotExchange, CandlesView, IndicatorColumn },
  ...{ StrategyCache, StrategyContext, Trader, Store, AppState, CandlesState, ClosedTradesState, ExchangesState },
  ...{ LogsState, OrderbooksState, OrdersState, OrderRows, PositionsState, TickersState, TradeRows, TradesState },
};

/** Collects jbt's own objects that strategies can reach and that outlive a backtest, by name. */
export async function sharedObjects(): Promise<Readonly<Record<string, object>>> {
  const jbt: Readonly<Record<string, unknown>> = await import(JBT_URL);
  const exported = Object.entries(jbt).filter((entry): entry is [string, object] => entry[1] instanceof Object);
  const indicators = exported.flatMap(([name, found]) =>
    name === 'ta' ? Object.entries(found).map(([each, indicator]): [string, object] => [`ta.${each}`, indicator]) : [],
  );
  return { ...MET, ...Object.fromEntries([...exported, ...indicators]) };
}
