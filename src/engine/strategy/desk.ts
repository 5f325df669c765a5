import { JbtError } from '../../model/errors.ts';
import type { Side, SubmittedVia } from '../../model/order.ts';
import type { LiveOrder } from '../account/live-order.ts';
import type { Position } from '../account/position.ts';
import { ORDER_TYPES } from '../order-types.ts';
import type { Store } from '../store/index.ts';
import type { SymbolOrders } from '../store/orders.ts';
import { ExitOrders, type ExitParts } from './exit-orders.ts';
import { type OrderLine, type OrderLines, orderTypeAt, readOrderLines, saysSame } from './order-lines.ts';

export interface DeskParts extends ExitParts {
  readonly store: Store;
}

const NOTHING: readonly OrderLine[] = [];

/** The properties by which a strategy says what it wants. */
export type Wish = 'buy' | 'sell' | 'stopLoss' | 'takeProfit';
type Exit = Extract<Wish, 'stopLoss' | 'takeProfit'>;

const VIA: Readonly<Record<Exit, SubmittedVia>> = { stopLoss: 'stop-loss', takeProfit: 'take-profit' };

/** Turns the wishes of one route's strategy into orders. */
export class Desk {
  /** The strategy's wishes, as it set them. */
  readonly wanted: Record<Wish, OrderLines> = { buy: null, sell: null, stopLoss: null, takeProfit: null };
  /** The lines last sent for each wish; null when none were. */
  readonly sent: Record<Wish, readonly OrderLine[] | null> = {
    buy: null,
    sell: null,
    stopLoss: null,
    takeProfit: null,
  };
  readonly #parts: DeskParts;
  readonly #position: Position;
  readonly #symbol: string;
  readonly #orders: SymbolOrders;
  readonly #exits: ExitOrders;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#position = parts.position;
    this.#symbol = parts.position.symbol;
    this.#orders = parts.store.orders.ofSymbol(this.#symbol);
    this.#exits = new ExitOrders(parts);
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

  /** True while an entry waits. */
  get hasEntryOrders(): boolean {
    // On most bars without a position nothing waits at all.
    return this.#orders.active.length > 0 && this.entryOrders.some(isActive);
  }

  /** The wish on the side on which entries wait, while flat. */
  get waitingEntry(): readonly OrderLine[] {
    const side = this.entryOrders[0]?.side ?? (this.wanted.buy === null ? 'sell' : 'buy');
    return readOrderLines(this.wanted[side], side);
  }

  /** Forgets all wishes and starts a new cycle of orders. */
  reset(): void {
    clear(this.wanted);
    clear(this.sent);
    this.#parts.store.orders.resetCycle(this.#orders);
  }

  /** Reads the wishes of `goLong` or `goShort`. The exits wait until the position opens. */
  readEntry(side: Side): void {
    const hook = side === 'buy' ? 'goLong' : 'goShort';
    if (this.wanted[side] === null) throw new JbtError('InvalidStrategy', `${hook} must set ${side}`);
    this.#read(side);
    if (this.wanted.takeProfit === null && this.wanted.stopLoss === null) return;
    if (this.#parts.store.exchanges.tradingExchange.type === 'spot') {
      throw new JbtError(
        'InvalidStrategy',
        `${hook} sets an exit, but on spot exits can be set only from onOpenPosition on`,
      );
    }
    if (this.wanted.takeProfit !== null) this.#read('takeProfit');
    if (this.wanted.stopLoss !== null) this.#read('stopLoss');
  }

  #read(wish: Wish): readonly OrderLine[] {
    const lines = readOrderLines(this.wanted[wish], wish);
    this.sent[wish] = lines;
    return lines;
  }

  submitEntries(side: Side): void {
    for (const line of this.sent[side] ?? NOTHING) this.#submitEntry(side, line);
  }

  #submitEntry(side: Side, line: OrderLine): void {
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
    const { wanted, sent } = this;
    const { qty } = this.#position;
    if (qty === 0) return;
    // Named keys: this runs on every bar of a position, and a key in a variable reads several times slower.
    if (qty > 0) this.#detectEntries('buy', wanted.buy, sent.buy);
    else this.#detectEntries('sell', wanted.sell, sent.sell);
    this.#detectExits('stopLoss', wanted.stopLoss, sent.stopLoss);
    this.#detectExits('takeProfit', wanted.takeProfit, sent.takeProfit);
    this.#refuseEqualExits();
  }

  #detectEntries(side: Side, wanted: OrderLines, sent: readonly OrderLine[] | null): void {
    if (saysSame(wanted, sent ?? NOTHING)) return;
    this.#read(side);
    this.#cancelSide(side);
    this.submitEntries(side);
  }

  /** Separate method: `#detectEntries` would allocate a closure per call. */
  #cancelSide(side: Side): void {
    this.#cancelWhere((order) => order.side === side);
  }

  #detectExits(exit: Exit, wanted: OrderLines, sent: readonly OrderLine[] | null): void {
    if (wanted === null || (sent !== null && saysSame(wanted, sent))) return;
    this.#replaceExits(this.#read(exit), VIA[exit]);
  }

  #replaceExits(lines: readonly OrderLine[], submittedVia: SubmittedVia): void {
    this.#cancelWhere((order) => order.submittedVia === submittedVia);
    for (const line of lines) this.#exits.submit(line, submittedVia);
  }

  #refuseEqualExits(): void {
    const { wanted, sent } = this;
    if (wanted.stopLoss === null || wanted.takeProfit === null) return;
    const stops = sent.stopLoss ?? NOTHING;
    if (stops.length > 0 && saysSame(stops, sent.takeProfit ?? NOTHING)) {
      throw new JbtError('InvalidStrategy', 'stopLoss and takeProfit are the same orders');
    }
  }

  /** Sends the exits that came with the entry. */
  submitPlannedExits(): void {
    for (const line of this.sent.stopLoss ?? NOTHING) this.#exits.submitPlanned(line, VIA.stopLoss);
    for (const line of this.sent.takeProfit ?? NOTHING) this.#exits.submitPlanned(line, VIA.takeProfit);
  }

  /** Closes the whole position at the newest price. */
  closeAtMarket(): void {
    if (this.#parts.store.exchanges.tradingExchange.type === 'spot') this.#cancelWhere(() => true);
    this.#exits.leaveAtMarket(this.#position.qty, true, null);
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

function isActive(order: LiveOrder): boolean {
  return order.isActive;
}

/** Named keys: this runs on every flat bar, and a loop over the keys costs more than all else there. */
function clear(wishes: Record<Wish, unknown>): void {
  wishes.buy = null;
  wishes.sell = null;
  wishes.stopLoss = null;
  wishes.takeProfit = null;
}
