import { createHash } from 'node:crypto';
import type { ClosedTrade, Order } from 'jbt-runner';
import { toFixedHalfEven } from './scenarios/dsl.ts';

/** A trade under the names of the golden files. */
export function tradeRecord(trade: ClosedTrade): Readonly<Record<string, unknown>> {
  return {
    symbol: trade.symbol,
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
    orders: trade.orders.map(orderRecord),
  };
}

/** An order under the names of the golden files; their one price is what was paid. */
export function orderRecord(order: Order): Readonly<Record<string, unknown>> {
  return {
    symbol: order.symbol,
    side: order.side,
    type: order.type,
    qty: order.qty,
    filled_qty: order.filledQty,
    price: order.fillPrice ?? order.price,
    status: order.status,
    reduce_only: order.reduceOnly,
    submitted_via: order.submittedVia,
    created_at: order.createdAt,
    executed_at: order.executedAt,
    canceled_at: order.canceledAt,
  };
}

/** `trades_sha256` of the golden files: see `dsl` in scenarios.json. */
export function tradesDigest(trades: readonly ClosedTrade[]): string {
  const hash = createHash('sha256');
  for (const trade of trades) {
    const record = tradeRecord(trade);
    const decimal = (key: string): string => `${key}=${toFixedHalfEven(record[key] as number, 6)};`;
    hash.update(`symbol=${trade.symbol};type=${trade.type};`);
    for (const key of ['entry_price', 'exit_price', 'qty', 'fee', 'PNL']) hash.update(decimal(key));
    hash.update(`opened_at=${trade.openedAt};closed_at=${trade.closedAt};holding_period=${trade.holdingPeriod};`);
    hash.update(`orders=${trade.orders.length};`);
  }
  return hash.digest('hex');
}
