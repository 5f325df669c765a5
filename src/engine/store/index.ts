import type { Exchange } from '../account/exchange.ts';
import type { Position } from '../account/position.ts';
import type { SessionCandles } from '../market/session-candles.ts';
import { AppState } from './app.ts';
import { CandlesState } from './candles.ts';
import { ClosedTradesState } from './closed-trades.ts';
import { ExchangesState } from './exchanges.ts';
import { LogsState } from './logs.ts';
import { OrderbooksState } from './orderbooks.ts';
import { OrdersState } from './orders.ts';
import { PositionsState } from './positions.ts';
import { TickersState } from './tickers.ts';
import { TradesState } from './trades.ts';

export interface StoreParts {
  readonly exchange: Exchange;
  /** Candles of every symbol, in the order of the job. */
  readonly candles: SessionCandles;
  /** One per traded symbol, in the order of the routes. */
  readonly positions: readonly Position[];
}

/** All state of one session. It lives as long as its job. */
export class Store {
  readonly app = new AppState();
  readonly orders: OrdersState;
  readonly closedTrades: ClosedTradesState;
  readonly logs = new LogsState();
  readonly exchanges: ExchangesState;
  readonly candles: CandlesState;
  readonly positions: PositionsState;
  readonly tickers: TickersState;
  readonly trades = new TradesState();
  readonly orderbooks = new OrderbooksState();
  /** State that the routes of the session share. */
  readonly sharedVars: Record<string, unknown> = {};

  constructor(parts: StoreParts) {
    this.exchanges = new ExchangesState(parts.exchange);
    this.candles = new CandlesState(parts.candles);
    this.positions = new PositionsState(parts.positions);
    this.tickers = new TickersState(this.candles);
    this.orders = new OrdersState(
      parts.exchange.name,
      parts.positions.map(({ symbol }) => symbol),
    );
    this.closedTrades = new ClosedTradesState(this.orders);
  }

  /** This store for one route, with columns of candles that the route may overwrite. All else is shared. */
  ofRoute(): Store {
    return Object.assign(Object.create(Store.prototype), this, { candles: this.candles.apart() });
  }
}
