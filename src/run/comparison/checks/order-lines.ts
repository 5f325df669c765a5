import type { Order } from '../../../model/order.ts';
import { formatDate, type Timestamp } from '../../../model/time.ts';

/** The decision of a strategy when it submitted an order: nothing that came later. */
export interface DecidedOrder {
  readonly createdAt: Timestamp;
  readonly symbol: string;
  readonly side: Order['side'];
  readonly type: Order['type'];
  readonly qty: number;
  readonly price: number;
  readonly submittedVia: Order['submittedVia'];
}

/** The first order in which two plays of a job differ; null stands for an order that a play does not have. */
export interface OrderDrift {
  /** Its number, from 1, in order of submission. */
  readonly order: number;
  readonly before: DecidedOrder | null;
  readonly after: DecidedOrder | null;
}

function decidedOrder({ createdAt, symbol, side, type, qty, price, submittedVia }: Order): DecidedOrder {
  return { createdAt, symbol, side, type, qty, price, submittedVia };
}

/** Compares two lists in order; null where no order differs. */
export function firstOrderDrift(before: readonly Order[], after: readonly Order[]): OrderDrift | null {
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    const [then, now] = [before[index], after[index]].map((order) =>
      order === undefined ? null : decidedOrder(order),
    );
    if (JSON.stringify(then) !== JSON.stringify(now)) return { order: index + 1, before: then, after: now };
  }
  return null;
}

/** `FIL-USDT buy 12.5 MARKET at 4.12, 2023-08-02 04:00`. */
export function orderText(order: DecidedOrder | null): string {
  if (order === null) return 'no such order';
  const { createdAt, symbol, side, type, qty, price, submittedVia } = order;
  const via = submittedVia === null ? '' : ` ${submittedVia}`;
  return `${symbol} ${side} ${Math.abs(qty)} ${type}${via} at ${price}, ${formatDate(createdAt)}`;
}
