import type { Order, OrderStatus } from '../../model/order.ts';
import { NumberRows } from './number-rows.ts';

/** Places of the numbers in a row. */
const KIND = 0;
const STATUS = 1;
const QTY = 2;
const PRICE = 3;
const CREATED_AT = 4;
const FILLED_QTY = 5;
const FEE = 6;
/** NaN for null, from here on. */
const FILL_PRICE = 7;
const EXECUTED_AT = 8;
const CANCELED_AT = 9;
const WIDTH = 10;

const STATUSES: readonly OrderStatus[] = ['ACTIVE', 'CANCELED', 'EXECUTED'];

/** Fields that many orders share. */
type OrderKind = Pick<Order, 'exchange' | 'symbol' | 'side' | 'type' | 'reduceOnly' | 'submittedVia'>;

/**
 * Every order of a session, by its id. Order objects die with their cycle, so that the garbage collector never moves them:
 * collecting was a third of a busy session.
 */
export class OrderRows {
  readonly #rows = new NumberRows(WIDTH);
  readonly #kinds: OrderKind[] = [];

  get length(): number {
    return this.#rows.length;
  }

  /** Adds an order whose id follows that of the last one. */
  add(order: Order): void {
    const place = this.#rows.append();
    const { numbers } = this.#rows;
    numbers[place + KIND] = this.#kindOf(order);
    numbers[place + QTY] = order.qty;
    numbers[place + PRICE] = order.price;
    numbers[place + CREATED_AT] = order.createdAt;
    this.#writeFate(place, order);
  }

  /** Writes what changes when an order is executed or cancelled. */
  update(order: Order): void {
    this.#writeFate((order.id - 1) * WIDTH, order);
  }

  #writeFate(place: number, order: Order): void {
    const { numbers } = this.#rows;
    numbers[place + STATUS] = STATUSES.indexOf(order.status);
    numbers[place + FILLED_QTY] = order.filledQty;
    numbers[place + FEE] = order.fee;
    numbers[place + FILL_PRICE] = order.fillPrice ?? Number.NaN;
    numbers[place + EXECUTED_AT] = order.executedAt ?? Number.NaN;
    numbers[place + CANCELED_AT] = order.canceledAt ?? Number.NaN;
  }

  /** The order of an id as it is now. */
  read(id: number): Order {
    const { numbers } = this.#rows;
    const place = (id - 1) * WIDTH;
    const { exchange, symbol, side, type, reduceOnly, submittedVia } = this.#kinds[numbers[place + KIND]];
    return {
      id,
      exchange,
      symbol,
      side,
      type,
      reduceOnly,
      qty: numbers[place + QTY],
      price: numbers[place + PRICE],
      submittedVia,
      createdAt: numbers[place + CREATED_AT],
      status: STATUSES[numbers[place + STATUS]],
      filledQty: numbers[place + FILLED_QTY],
      fillPrice: orNull(numbers[place + FILL_PRICE]),
      fee: numbers[place + FEE],
      executedAt: orNull(numbers[place + EXECUTED_AT]),
      canceledAt: orNull(numbers[place + CANCELED_AT]),
    };
  }

  *[Symbol.iterator](): Generator<Order> {
    for (let id = 1; id <= this.length; id++) yield this.read(id);
  }

  #kindOf(order: Order): number {
    const found = this.#kinds.findIndex((kind) => isOfKind(order, kind));
    if (found >= 0) return found;
    const { exchange, symbol, side, type, reduceOnly, submittedVia } = order;
    return this.#kinds.push({ exchange, symbol, side, type, reduceOnly, submittedVia }) - 1;
  }
}

function isOfKind(order: OrderKind, kind: OrderKind): boolean {
  return (
    order.type === kind.type &&
    order.side === kind.side &&
    order.submittedVia === kind.submittedVia &&
    order.symbol === kind.symbol &&
    order.reduceOnly === kind.reduceOnly &&
    order.exchange === kind.exchange
  );
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
