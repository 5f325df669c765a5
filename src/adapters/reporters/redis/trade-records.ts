import type { Order } from '../../../model/order.ts';
import type { ClosedTrade } from '../../../model/trade.ts';

/** Closed trades as Jesse records them, with their orders. Ids are unique within the session. */
export function tradeRecords(sessionId: string, trades: readonly ClosedTrade[]): unknown[] {
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

function orderRecord(sessionId: string, trade: ClosedTrade, order: Order): unknown {
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
