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
    const row = this.#rows.append();
    const numbers = this.#rows.chunkOf(row);
    const place = this.#rows.placeOf(row);
    numbers[place + KIND] = this.#kindOf(order);
    numbers[place + QTY] = order.qty;
    numbers[place + PRICE] = order.price;
    numbers[place + CREATED_AT] = order.createdAt;
    this.update(order);
  }

  /** Writes what changes when an order is executed or cancelled. */
  update(order: Order): void {
    const numbers = this.#rows.chunkOf(order.id - 1);
    const place = this.#rows.placeOf(order.id - 1);
    numbers[place + STATUS] = STATUSES.indexOf(order.status);
    numbers[place + FILLED_QTY] = order.filledQty;
    numbers[place + FEE] = order.fee;
    numbers[place + FILL_PRICE] = order.fillPrice ?? Number.NaN;
    numbers[place + EXECUTED_AT] = order.executedAt ?? Number.NaN;
    numbers[place + CANCELED_AT] = order.canceledAt ?? Number.NaN;
  }

  /** The order of an id as it is now. */
  read(id: number): Order {
    return this.#fill(emptyOrder(), id);
  }

  /** Calls back with every order in turn. It is one object, which the next call overwrites. */
  forEach(visit: (order: Order) => void): void {
    const order = emptyOrder();
    for (let id = 1; id <= this.length; id++) visit(this.#fill(order, id));
  }

  *[Symbol.iterator](): Generator<Order> {
    for (let id = 1; id <= this.length; id++) yield this.read(id);
  }

  #fill(order: Writable<Order>, id: number): Order {
    const numbers = this.#rows.chunkOf(id - 1);
    const place = this.#rows.placeOf(id - 1);
    const kind = this.#kinds[numbers[place + KIND]];
    order.id = id;
    order.exchange = kind.exchange;
    order.symbol = kind.symbol;
    order.side = kind.side;
    order.type = kind.type;
    order.reduceOnly = kind.reduceOnly;
    order.qty = numbers[place + QTY];
    order.price = numbers[place + PRICE];
    order.submittedVia = kind.submittedVia;
    order.createdAt = numbers[place + CREATED_AT];
    order.status = STATUSES[numbers[place + STATUS]];
    order.filledQty = numbers[place + FILLED_QTY];
    order.fillPrice = orNull(numbers[place + FILL_PRICE]);
    order.fee = numbers[place + FEE];
    order.executedAt = orNull(numbers[place + EXECUTED_AT]);
    order.canceledAt = orNull(numbers[place + CANCELED_AT]);
    return order;
  }

  #kindOf(order: Order): number {
    // A counted loop: an iterator or a closure would be made for every order.
    for (let i = 0; i < this.#kinds.length; i++) if (isOfKind(order, this.#kinds[i])) return i;
    const { exchange, symbol, side, type, reduceOnly, submittedVia } = order;
    return this.#kinds.push({ exchange, symbol, side, type, reduceOnly, submittedVia }) - 1;
  }
}

/** For the engine, which fills objects that all others only read. */
export type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

function emptyOrder(): Writable<Order> {
  return {
    id: 0,
    exchange: '',
    symbol: '',
    side: 'buy',
    type: 'MARKET',
    reduceOnly: false,
    qty: 0,
    price: 0,
    submittedVia: null,
    createdAt: 0,
    status: 'ACTIVE',
    filledQty: 0,
    fillPrice: null,
    fee: 0,
    executedAt: null,
    canceledAt: null,
  };
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
