import { JbtError } from '../../model/errors.ts';
import type { SubmittedVia } from '../../model/order.ts';
import type { LiveOrder } from '../account/live-order.ts';
import type { Position } from '../account/position.ts';
import type { Conventions } from '../conventions.ts';
import type { Broker } from '../fills/broker.ts';
import type { Trace } from '../fills/order-log.ts';
import { ORDER_TYPES } from '../order-types.ts';
import type { Store } from '../store/index.ts';
import type { SymbolOrders } from '../store/orders.ts';
import { type OrderLine, type OrderLines, orderTypeAt, readOrderLines, saysSame } from './order-lines.ts';

export interface DeskParts {
  readonly store: Store;
  readonly broker: Broker;
  readonly conventions: Conventions;
  readonly position: Position;
  readonly trace: Trace;
}

const NOTHING: readonly OrderLine[] = [];

/** What one route's strategy wants, what of it has been sent, and the sending: where wishes become orders. */
export class Desk {
  /** What the strategy wants, as it said it. */
  buy: OrderLines = null;
  sell: OrderLines = null;
  stopLoss: OrderLines = null;
  takeProfit: OrderLines = null;
  /** What was last sent of it; null when nothing was. */
  sentBuy: readonly OrderLine[] | null = null;
  sentSell: readonly OrderLine[] | null = null;
  sentStopLoss: readonly OrderLine[] | null = null;
  sentTakeProfit: readonly OrderLine[] | null = null;
  readonly #parts: DeskParts;
  readonly #position: Position;
  readonly #symbol: string;
  readonly #orders: SymbolOrders;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#position = parts.position;
    this.#symbol = parts.position.symbol;
    this.#orders = parts.store.orders.ofSymbol(this.#symbol);
  }

  get #price(): number {
    return this.#position.currentPrice;
  }

  /** Flat: all orders of the cycle. Open: those on the position's side that are not cancelled. */
  get entryOrders(): readonly LiveOrder[] {
    if (this.#position.isClose) return this.#orders.cycle;
    const side = this.#position.qty > 0 ? 'buy' : 'sell';
    return this.#orders.active.filter((order) => order.side === side && !order.isCanceled);
  }

  get hasEntryOrders(): boolean {
    if (this.#position.isClose) return this.#orders.cycle.length > 0;
    return this.entryOrders.length > 0;
  }

  /** While flat: what the strategy wants on the side on which its entries wait. */
  get waitingEntry(): readonly OrderLine[] {
    const side = this.entryOrders[0]?.side ?? (this.buy === null ? 'sell' : 'buy');
    return readOrderLines(this[side], side);
  }

  /** Forgets all wishes and starts a new cycle of orders. */
  reset(): void {
    this.buy = null;
    this.sell = null;
    this.stopLoss = null;
    this.takeProfit = null;
    this.sentBuy = null;
    this.sentSell = null;
    this.sentStopLoss = null;
    this.sentTakeProfit = null;
    this.#parts.store.orders.resetCycle(this.#orders);
  }

  /** Reads the wishes of `goLong` or `goShort`. The exits wait until the position opens. */
  readEntry(side: 'buy' | 'sell'): void {
    const hook = side === 'buy' ? 'goLong' : 'goShort';
    if (this[side] === null) throw new JbtError('InvalidStrategy', `${hook} must set ${side}`);
    if (side === 'buy') this.sentBuy = readOrderLines(this.buy, side);
    else this.sentSell = readOrderLines(this.sell, side);
    if (this.takeProfit === null && this.stopLoss === null) return;
    if (this.#parts.store.exchanges.tradingExchange.type === 'spot') {
      throw new JbtError(
        'InvalidStrategy',
        `${hook} sets an exit, but on spot exits can be set only from onOpenPosition on`,
      );
    }
    if (this.takeProfit !== null) this.sentTakeProfit = readOrderLines(this.takeProfit, 'takeProfit');
    if (this.stopLoss !== null) this.sentStopLoss = readOrderLines(this.stopLoss, 'stopLoss');
  }

  submitEntries(side: 'buy' | 'sell'): void {
    for (const line of (side === 'buy' ? this.sentBuy : this.sentSell) ?? []) this.#submitEntry(side, line);
  }

  #submitEntry(side: 'buy' | 'sell', line: OrderLine): void {
    const type = orderTypeAt(side, line[1], this.#price);
    this.#parts.broker.submit(this.#symbol, {
      side,
      type,
      qty: line[0],
      price: ORDER_TYPES[type].rests ? line[1] : this.#price,
      reduceOnly: false,
      submittedVia: null,
    });
  }

  /** Sends what a hook changed of entries and exits while the position is open. */
  detectChanges(): void {
    if (this.#position.isClose) return;
    this.#detectEntries(this.#position.qty > 0 ? 'buy' : 'sell');
    this.#detectStopLoss();
    this.#detectTakeProfit();
    this.#refuseEqualExits();
  }

  #detectEntries(side: 'buy' | 'sell'): void {
    if (saysSame(this[side], (side === 'buy' ? this.sentBuy : this.sentSell) ?? NOTHING)) return;
    const lines = readOrderLines(this[side], side);
    if (side === 'buy') this.sentBuy = lines;
    else this.sentSell = lines;
    this.#cancelSide(side);
    this.submitEntries(side);
  }

  /** Apart from where changes are looked for: what a function keeps for a function within it is made whenever it is called. */
  #cancelSide(side: 'buy' | 'sell'): void {
    this.#cancelWhere((order) => order.side === side);
  }

  #detectStopLoss(): void {
    if (this.stopLoss === null) return;
    if (this.sentStopLoss !== null && saysSame(this.stopLoss, this.sentStopLoss)) return;
    const lines = readOrderLines(this.stopLoss, 'stopLoss');
    this.sentStopLoss = lines;
    this.#replaceExits(lines, 'stop-loss');
  }

  #detectTakeProfit(): void {
    if (this.takeProfit === null) return;
    if (this.sentTakeProfit !== null && saysSame(this.takeProfit, this.sentTakeProfit)) return;
    const lines = readOrderLines(this.takeProfit, 'takeProfit');
    this.sentTakeProfit = lines;
    this.#replaceExits(lines, 'take-profit');
  }

  #replaceExits(lines: readonly OrderLine[], submittedVia: SubmittedVia): void {
    this.#cancelWhere((order) => order.submittedVia === submittedVia);
    for (const line of lines) this.#submitExit(line, submittedVia);
  }

  #refuseEqualExits(): void {
    if (this.stopLoss === null || this.takeProfit === null) return;
    const stops = this.sentStopLoss ?? NOTHING;
    if (stops.length > 0 && saysSame(stops, this.sentTakeProfit ?? NOTHING)) {
      throw new JbtError('InvalidStrategy', 'stopLoss and takeProfit are the same orders');
    }
  }

  #submitExit(line: OrderLine, submittedVia: SubmittedVia): void {
    const price = line[1];
    if (this.#position.isClose) {
      throw new JbtError('OrderNotAllowed', `${submittedVia} of ${this.#symbol}: there is no position to reduce`);
    }
    const side = this.#position.qty > 0 ? 'sell' : 'buy';
    const type = orderTypeAt(side, price, this.#price);
    const atMarket = !ORDER_TYPES[type].rests && this.#parts.conventions.nearExitFills === 'at-market';
    this.#parts.broker.submit(this.#symbol, {
      side,
      type,
      qty: line[0],
      price: atMarket ? this.#price : price,
      reduceOnly: true,
      submittedVia,
    });
  }

  /** Sends the exits that came with the entry; one on the wrong side of the entry price leaves at market at once. */
  submitPlannedExits(): void {
    for (const line of this.sentStopLoss ?? []) this.#submitPlannedExit(line, 'stop-loss');
    for (const line of this.sentTakeProfit ?? []) this.#submitPlannedExit(line, 'take-profit');
  }

  #submitPlannedExit(line: OrderLine, submittedVia: SubmittedVia): void {
    const { entryPrice, qty } = this.#position;
    const above = submittedVia === 'take-profit' ? qty > 0 : qty < 0;
    const price = line[1];
    if (above ? price > entryPrice : price < entryPrice) {
      this.#submitExit(line, submittedVia);
      return;
    }
    this.#parts.trace.note(
      `${submittedVia} of ${this.#symbol} at ${price} is on the wrong side of the entry; it leaves at market`,
    );
    this.#leaveAtMarket(line[0], this.#parts.conventions.wrongSideExit === 'reduce-only', submittedVia);
  }

  /** Closes the whole position at the newest price. */
  closeAtMarket(): void {
    if (this.#parts.store.exchanges.tradingExchange.type === 'spot') this.#cancelWhere(() => true);
    this.#leaveAtMarket(this.#position.qty, true, null);
  }

  #leaveAtMarket(qty: number, reduceOnly: boolean, submittedVia: SubmittedVia | null): void {
    const side = this.#position.qty > 0 ? 'sell' : 'buy';
    this.#parts.broker.submit(this.#symbol, {
      side,
      type: 'MARKET',
      qty,
      price: this.#price,
      reduceOnly,
      submittedVia,
    });
  }

  /** Cancels every active order and returns whether entries were among them. */
  cancelAll(): boolean {
    const lostEntries = this.#orders.active.some((order) => order.isActive && !order.reduceOnly);
    this.#cancelWhere(() => true);
    return lostEntries;
  }

  #cancelWhere(applies: (order: LiveOrder) => boolean): void {
    for (const order of this.#orders.active) if (applies(order)) this.#parts.broker.cancel(order);
  }
}
