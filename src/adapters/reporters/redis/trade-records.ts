import type { Order, OrderStatus, OrderType, Side, SubmittedVia } from '../../../model/order.ts';
import type { Timestamp } from '../../../model/time.ts';
import type { ClosedTrade, TradeType } from '../../../model/trade.ts';

export interface TradeRecord {
  /** Unique within the session. */
  readonly id: string;
  /** Name of the strategy's class. */
  readonly strategy_name: string;
  /** Symbol. */
  readonly symbol: string;
  /** Name of the exchange. */
  readonly exchange: string;
  /** Direction. */
  readonly type: TradeType;
  /** Average price of the entries, in the quote asset. */
  readonly entry_price: number;
  /** Average price of the exits, in the quote asset. */
  readonly exit_price: number;
  /** Sum of the entries, in the base asset. */
  readonly qty: number;
  /** Simulation time of the first fill. */
  readonly opened_at: Timestamp;
  /** Simulation time of the last fill. */
  readonly closed_at: Timestamp;
  /** Fees of all fills, in the quote asset. */
  readonly fee: number;
  /** Quantity times entry price, in the quote asset. */
  readonly size: number;
  /** Profit after fees, in the quote asset. */
  readonly PNL: number;
  /** The same in percent of the margin. */
  readonly PNL_percentage: number;
  /** Seconds between first and last fill. */
  readonly holding_period: number;
  /** Leverage; 1 on spot. */
  readonly leverage: number;
  /** Timeframe of the route. */
  readonly timeframe: string;
  /** Orders that were filled. */
  readonly orders: readonly OrderRecord[];
}

interface OrderRecord {
  /** Unique within the session. */
  readonly id: string;
  /** Id of the trade. */
  readonly trade_id: string;
  /** Id of the session. */
  readonly session_id: string;
  /** Always null: no exchange knows the order. */
  readonly exchange_id: null;
  /** Symbol. */
  readonly symbol: string;
  /** Side. */
  readonly side: Side;
  /** Kind of order. */
  readonly type: OrderType;
  /** Quantity in the base asset; negative for a sell. */
  readonly qty: number;
  /** Filled part of it, with the same sign. */
  readonly filled_qty: number;
  /** Price paid, or asked for when the order was not executed, in the quote asset. */
  readonly price: number;
  /** Status at the end. */
  readonly status: OrderStatus;
  /** Simulation time of the submission. */
  readonly created_at: Timestamp;
  /** Simulation time of the cancellation. */
  readonly canceled_at: Timestamp | null;
  /** Simulation time of the fill. */
  readonly executed_at: Timestamp | null;
  /** Name of the exchange. */
  readonly exchange: string;
  /** True when the order can only reduce a position. */
  readonly reduce_only: boolean;
  /** Exit that the order is for; null for others. */
  readonly submitted_via: SubmittedVia | null;
  /** Always true, as in Jesse's records. */
  readonly jesse_submitted: true;
  /** Always true, as in Jesse's records. */
  readonly order_exist_in_exchange: true;
  /** Always null, as in Jesse's records. */
  readonly updated_at: null;
  /** Always `backtest`. */
  readonly session_mode: 'backtest';
}

/** Closed trades as Jesse records them, with their orders. Ids are unique within the session. */
export function tradeRecords(sessionId: string, trades: readonly ClosedTrade[]): readonly TradeRecord[] {
  return trades.map((trade) => ({
    id: String(trade.id),
    strategy_name: trade.strategyName,
    symbol: trade.symbol,
    exchange: trade.exchange,
    type: trade.type,
    entry_price: trade.entryPrice,
    exit_price: trade.exitPrice,
    qty: trade.qty,
    opened_at: trade.openedAt,
    closed_at: trade.closedAt,
    fee: trade.fee,
    size: trade.size,
    PNL: trade.pnl,
    PNL_percentage: trade.pnlPercentage,
    holding_period: trade.holdingPeriod,
    leverage: trade.leverage,
    timeframe: trade.timeframe,
    orders: trade.orders.map((order) => orderRecord(sessionId, trade, order)),
  }));
}

function orderRecord(sessionId: string, trade: ClosedTrade, order: Order): OrderRecord {
  return {
    id: String(order.id),
    trade_id: String(trade.id),
    session_id: sessionId,
    exchange_id: null,
    symbol: order.symbol,
    side: order.side,
    type: order.type,
    qty: order.qty,
    filled_qty: order.filledQty,
    // The price paid, so that prices and PNL agree; Jesse records no other.
    price: order.fillPrice ?? order.price,
    status: order.status,
    created_at: order.createdAt,
    canceled_at: order.canceledAt,
    executed_at: order.executedAt,
    exchange: order.exchange,
    reduce_only: order.reduceOnly,
    submitted_via: order.submittedVia,
    jesse_submitted: true,
    order_exist_in_exchange: true,
    updated_at: null,
    session_mode: 'backtest',
  };
}

/** Estimated memory of trades and orders. */
export function tradesBytes(trades: number, orders: number): number {
  return trades * 300 + orders * 250;
}
