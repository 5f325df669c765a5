import type { SessionResult } from '../engine/session.ts';
import type { Order } from '../model/order.ts';
import type { Result } from '../model/outcome.ts';
import type { ClosedTrade } from '../model/trade.ts';
import { CanonicalBytes } from './canonical-bytes.ts';
import { CanonicalReader, type FieldKind } from './canonical-reader.ts';
import type { Digest, Evidence } from './ports.ts';

/** What a hash is taken of, and can be read back from. */
type Numbers = Pick<SessionResult, 'trades' | 'orders' | 'equity'>;

/** Listed as an object so that the compiler finds a field that is missing; an order's place is its place in the hash. */
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

/** The orders of a trade are among all orders: their ids say which. */
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

const ORDER_NAMES = namesOf(ORDER_FIELDS);
const TRADE_NAMES = namesOf(TRADE_FIELDS);

/** Digest of trades, orders and equity: equal exactly when all their numbers are equal to the bit. */
export function hashResult(result: Numbers, digest: Digest): string {
  return hashEvidence(evidenceOf(result), digest);
}

export function hashEvidence({ bytes, words }: Evidence, digest: Digest): string {
  return digest(`${digest(bytes)} ${digest(words)}`);
}

export function evidenceOf(result: Numbers): Evidence {
  const bytes = new CanonicalBytes();
  bytes.add(result.trades.length);
  for (const trade of result.trades) addTrade(bytes, trade);
  bytes.add(result.orders.length);
  for (const order of result.orders) for (const name of ORDER_NAMES) bytes.add(order[name]);
  bytes.add(result.equity.length);
  for (const equity of result.equity) bytes.add(equity);
  // Only what is used of the memory: evidence travels.
  return { bytes: bytes.bytes().slice(), words: bytes.words() };
}

function addTrade(bytes: CanonicalBytes, trade: ClosedTrade): void {
  for (const name of TRADE_NAMES) bytes.add(trade[name]);
  bytes.add(trade.orders.length);
  for (const order of trade.orders) bytes.add(order.id);
}

/** What `readEvidence` would find, without the bulk of it. */
export function skimEvidence({ bytes, words }: Evidence): Pick<Result, 'trades' | 'orders' | 'equity'> {
  const reader = new CanonicalReader(bytes, words);
  const trades = reader.number();
  for (let trade = 0; trade < trades; trade++) {
    reader.skip(TRADE_NAMES.length);
    reader.skip(reader.number());
  }
  const orders = reader.number();
  reader.skip(orders * ORDER_NAMES.length);
  return { trades, orders, equity: reader.list(() => reader.number()) };
}

/** What `evidenceOf` was made of. Only for evidence whose hash is as it should be. */
export function readEvidence({ bytes, words }: Evidence): Numbers {
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

function namesOf<Name extends string>(fields: Readonly<Record<Name, FieldKind>>): readonly Name[] {
  return Object.keys(fields) as Name[];
}
