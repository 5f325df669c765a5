import type { Timestamp } from '../../model/time.ts';
import { LiveOrder, type OrderRequest } from '../account/live-order.ts';
import { ORDER_TYPES } from '../order-types.ts';
import { OrderRows } from './order-rows.ts';

/** The orders of one symbol in its current cycle, from one flat position to the next. */
class SymbolOrders {
  /** All orders of the cycle. */
  cycle: LiveOrder[] = [];
  /** Orders that can still fill, and finished ones until `purge`. */
  active: LiveOrder[] = [];
  /** True when `active` holds finished orders. */
  hasFinished = false;
}

/** Every order of a session, by symbol. */
export class OrdersState {
  /** In order of submission. */
  readonly rows = new OrderRows();
  /** Market orders that wait for the end of the minute or of a route's turn. */
  toExecute: LiveOrder[] = [];
  /** Counts every change: a derived value with an older version is stale. */
  version = 0;
  /** Number of symbols whose active orders hold finished ones. */
  #unpurged = 0;
  /** Objects of the first orders, made when someone looks at them. */
  readonly #known: LiveOrder[] = [];
  readonly #exchange: string;
  readonly #bySymbol = new Map<string, SymbolOrders>();

  constructor(exchange: string, symbols: readonly string[]) {
    this.#exchange = exchange;
    for (const symbol of symbols) this.#bySymbol.set(symbol, new SymbolOrders());
  }

  get hasFinished(): boolean {
    return this.#unpurged > 0;
  }

  ofSymbol(symbol: string): SymbolOrders {
    const orders = this.#bySymbol.get(symbol);
    if (orders === undefined) throw new RangeError(`no orders are kept for ${symbol}`);
    return orders;
  }

  /** In order of submission. */
  get all(): readonly LiveOrder[] {
    for (let id = this.#known.length + 1; id <= this.rows.length; id++) this.#known.push(this.#find(id));
    return this.#known;
  }

  /** An order of a running cycle is one object for all; one of an earlier cycle is made anew. */
  #find(id: number): LiveOrder {
    for (const { cycle } of this.#bySymbol.values()) {
      const order = cycle.find((candidate) => candidate.id === id);
      if (order !== undefined) return order;
    }
    return LiveOrder.restore(this.rows.read(id));
  }

  create(symbol: string, time: Timestamp, request: OrderRequest): LiveOrder {
    return new LiveOrder(this.rows.length + 1, this.#exchange, symbol, time, request);
  }

  add(order: LiveOrder): void {
    const orders = this.ofSymbol(order.symbol);
    this.rows.add(order);
    orders.cycle.push(order);
    orders.active.push(order);
    this.version++;
    if (!ORDER_TYPES[order.type].rests) this.toExecute.push(order);
  }

  /** Notes that an order was executed or cancelled. */
  finished(order: LiveOrder): void {
    this.version++;
    this.rows.update(order);
    const orders = this.ofSymbol(order.symbol);
    if (orders.hasFinished) return;
    orders.hasFinished = true;
    this.#unpurged++;
  }

  /** Drops finished orders from the active ones of a symbol. */
  purge(orders: SymbolOrders): void {
    if (!orders.hasFinished) return;
    orders.active = orders.active.filter((order) => order.isActive);
    this.#forgetFinished(orders);
  }

  /** Starts a new cycle and drops the orders of the old one. */
  resetCycle(orders: SymbolOrders): void {
    if (orders.cycle.length === 0) return;
    orders.cycle = [];
    orders.active = [];
    this.#forgetFinished(orders);
    this.version++;
  }

  #forgetFinished(orders: SymbolOrders): void {
    if (orders.hasFinished) this.#unpurged--;
    orders.hasFinished = false;
  }

  getOrders(symbol: string): readonly LiveOrder[] {
    return this.ofSymbol(symbol).cycle;
  }

  getActiveOrders(symbol: string): readonly LiveOrder[] {
    return this.ofSymbol(symbol).active;
  }

  getOrderById(id: number): LiveOrder | null {
    return this.all[id - 1] ?? null;
  }

  count(symbol: string): number {
    return this.getOrders(symbol).length;
  }

  countActiveOrders(symbol: string): number {
    return this.getActiveOrders(symbol).filter((order) => order.isActive).length;
  }

  countAllActiveOrders(): number {
    let count = 0;
    for (const symbol of this.#bySymbol.keys()) count += this.countActiveOrders(symbol);
    return count;
  }
}

export type { SymbolOrders };
