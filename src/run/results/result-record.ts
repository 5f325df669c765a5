import type { TradeWithIds } from '../../engine/store/trade-rows.ts';
import type { Order } from '../../model/order.ts';
import type { Result } from '../../model/outcome.ts';
import type { ClosedTrade } from '../../model/trade.ts';
import type { Digest, ResultRecord } from '../ports.ts';
import { CanonicalBytes, CanonicalReader, type FieldKind } from './canonical-bytes.ts';

/** Rows in order. One object may stand for all, which the next row overwrites. */
interface Rows<Row> {
  readonly length: number;
  forEach(visit: (row: Row) => void): void;
}

/** The numbers that a result's hash covers. */
interface Numbers {
  readonly trades: Rows<TradeWithIds>;
  readonly orders: Rows<Order>;
  readonly equity: readonly number[];
}

/** The numbers that were read of a record. */
export interface Evidence extends Numbers {
  readonly trades: readonly ClosedTrade[];
  readonly orders: readonly Order[];
}

/** An object, not a list, so that the compiler finds a missing field. */
const ORDER_FIELDS = {
  id: 'number',
  exchange: 'text',
  symbol: 'text',
  side: 'text',
  type: 'text',
  reduceOnly: 'boolean',
  qty: 'number',
  price: 'number',
  submittedVia: 'text',
  createdAt: 'number',
  status: 'text',
  filledQty: 'number',
  fillPrice: 'number',
  fee: 'number',
  executedAt: 'number',
  canceledAt: 'number',
} as const satisfies Record<keyof Order, FieldKind>;

/** Without the orders of a trade: the record holds their ids. */
const TRADE_FIELDS = {
  id: 'number',
  strategyName: 'text',
  exchange: 'text',
  symbol: 'text',
  timeframe: 'text',
  type: 'text',
  entryPrice: 'number',
  exitPrice: 'number',
  qty: 'number',
  size: 'number',
  leverage: 'number',
  fee: 'number',
  pnl: 'number',
  pnlPercentage: 'number',
  openedAt: 'number',
  closedAt: 'number',
  holdingPeriod: 'number',
} as const satisfies Record<Exclude<keyof ClosedTrade, 'orders'>, FieldKind>;

const ORDER_VALUES = Object.keys(ORDER_FIELDS).length;
const TRADE_VALUES = Object.keys(TRADE_FIELDS).length;

/** Digest of trades, orders and equity: equal when, and only when, all numbers are equal to the bit. */
export function hashResult(result: Numbers, digest: Digest): string {
  return hashResultRecord(resultRecordOf(result), digest);
}

export function hashResultRecord({ bytes, words }: ResultRecord, digest: Digest): string {
  return digest(`${digest(bytes)} ${digest(words)}`);
}

export function resultRecordOf(result: Numbers): ResultRecord {
  const bytes = new CanonicalBytes(valuesOf(result));
  bytes.number(result.trades.length);
  result.trades.forEach((trade) => {
    addTrade(bytes, trade);
  });
  bytes.number(result.orders.length);
  result.orders.forEach((order) => {
    addOrder(bytes, order);
  });
  bytes.number(result.equity.length);
  for (const equity of result.equity) bytes.number(equity);
  return { bytes: bytes.bytes(), words: bytes.words(), isPacked: false };
}

/** Number of values in a record: three counts, and what they count. */
function valuesOf({ trades, orders, equity }: Numbers): number {
  let values = 3 + trades.length * (TRADE_VALUES + 1) + orders.length * ORDER_VALUES + equity.length;
  trades.forEach((trade) => {
    values += trade.orders.length;
  });
  return values;
}

/** Adds fields in the order of `TRADE_FIELDS`. Written out: a loop over their names takes twice as long. */
function addTrade(bytes: CanonicalBytes, trade: TradeWithIds): void {
  bytes.number(trade.id);
  bytes.text(trade.strategyName);
  bytes.text(trade.exchange);
  bytes.text(trade.symbol);
  bytes.text(trade.timeframe);
  bytes.text(trade.type);
  bytes.number(trade.entryPrice);
  bytes.number(trade.exitPrice);
  bytes.number(trade.qty);
  bytes.number(trade.size);
  bytes.number(trade.leverage);
  bytes.number(trade.fee);
  bytes.number(trade.pnl);
  bytes.number(trade.pnlPercentage);
  bytes.number(trade.openedAt);
  bytes.number(trade.closedAt);
  bytes.number(trade.holdingPeriod);
  bytes.number(trade.orders.length);
  for (const order of trade.orders) bytes.number(order.id);
}

/** Adds fields in the order of `ORDER_FIELDS`. */
function addOrder(bytes: CanonicalBytes, order: Order): void {
  bytes.number(order.id);
  bytes.text(order.exchange);
  bytes.text(order.symbol);
  bytes.text(order.side);
  bytes.text(order.type);
  bytes.boolean(order.reduceOnly);
  bytes.number(order.qty);
  bytes.number(order.price);
  bytes.text(order.submittedVia);
  bytes.number(order.createdAt);
  bytes.text(order.status);
  bytes.number(order.filledQty);
  bytes.number(order.fillPrice);
  bytes.number(order.fee);
  bytes.number(order.executedAt);
  bytes.number(order.canceledAt);
}

/** Reads the counts and the equity of a record, and skips the rest. */
export function skimEvidence({ bytes, words }: ResultRecord): Pick<Result, 'trades' | 'orders' | 'equity'> {
  const reader = new CanonicalReader(bytes, words);
  const trades = reader.number();
  for (let trade = 0; trade < trades; trade++) {
    reader.skip(TRADE_VALUES);
    reader.skip(reader.number());
  }
  const orders = reader.number();
  reader.skip(orders * ORDER_VALUES);
  return { trades, orders, equity: reader.list(() => reader.number()) };
}

/** Decodes a record whose hash was checked. */
export function readResultRecord({ bytes, words }: ResultRecord): Evidence {
  const reader = new CanonicalReader(bytes, words);
  const parts = reader.list(() => ({
    trade: reader.record<Omit<ClosedTrade, 'orders'>>(TRADE_FIELDS),
    orderIds: reader.list(() => reader.number()),
  }));
  const orders = reader.list(() => reader.record<Order>(ORDER_FIELDS));
  const equity = reader.list(() => reader.number());
  const byId = new Map<number | null, Order>(orders.map((order) => [order.id, order]));
  const ordersOf = (ids: readonly (number | null)[]) => ids.flatMap((id) => byId.get(id) ?? []);
  const trades = parts.map(({ trade, orderIds }) => ({ ...trade, orders: ordersOf(orderIds) }));
  return { trades, orders, equity };
}
