import type { SessionResult } from '../engine/session.ts';
import type { Order } from '../model/order.ts';
import type { ClosedTrade } from '../model/trade.ts';
import { CanonicalBytes } from './canonical-bytes.ts';
import type { Digest } from './ports.ts';

/** Listed as an object so that the compiler finds a field that is missing; an order's place is its place in the hash. */
const ORDER_FIELDS = fieldsOf<Order>({
  id: true,
  exchange: true,
  symbol: true,
  side: true,
  type: true,
  reduceOnly: true,
  qty: true,
  price: true,
  submittedVia: true,
  createdAt: true,
  status: true,
  filledQty: true,
  fillPrice: true,
  fee: true,
  executedAt: true,
  canceledAt: true,
});

/** The orders of a trade are among all orders: their ids say which. */
const TRADE_FIELDS = fieldsOf<Omit<ClosedTrade, 'orders'>>({
  id: true,
  strategyName: true,
  exchange: true,
  symbol: true,
  timeframe: true,
  type: true,
  entryPrice: true,
  exitPrice: true,
  qty: true,
  size: true,
  leverage: true,
  fee: true,
  pnl: true,
  pnlPercentage: true,
  openedAt: true,
  closedAt: true,
  holdingPeriod: true,
});

/** Digest of trades, orders and equity: equal exactly when all their numbers are equal to the bit. */
export function hashResult(result: Pick<SessionResult, 'trades' | 'orders' | 'equity'>, digest: Digest): string {
  const bytes = new CanonicalBytes();
  bytes.add(result.trades.length);
  for (const trade of result.trades) addTrade(bytes, trade);
  bytes.add(result.orders.length);
  for (const order of result.orders) for (const field of ORDER_FIELDS) bytes.add(order[field]);
  bytes.add(result.equity.length);
  for (const equity of result.equity) bytes.add(equity);
  return digest(`${digest(bytes.bytes())} ${digest(bytes.words())}`);
}

function addTrade(bytes: CanonicalBytes, trade: ClosedTrade): void {
  for (const field of TRADE_FIELDS) bytes.add(trade[field]);
  bytes.add(trade.orders.length);
  for (const order of trade.orders) bytes.add(order.id);
}

function fieldsOf<T>(fields: Readonly<Record<keyof T, true>>): readonly (keyof T)[] {
  return Object.keys(fields) as (keyof T)[];
}
