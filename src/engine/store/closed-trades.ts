import type { Timestamp } from '../../model/time.ts';
import type { ClosedTrade, TradeType } from '../../model/trade.ts';
import type { LiveOrder } from '../account/live-order.ts';
import type { OrdersState } from './orders.ts';
import { TradeRows } from './trade-rows.ts';

export interface TradeTerms {
  readonly strategyName: string;
  readonly exchange: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly leverage: number;
  /** PnL is money in minus money out: on spot the fee of a buy leaves the bought quantity. */
  readonly pnlByMoney: boolean;
}

/** Sums over the fills of one direction. */
class FillSum {
  qty = 0;
  /** Σ qty·price. */
  value = 0;
  fee = 0;
  #fills = 0;
  #newestPrice = 0;

  clear(): void {
    this.qty = 0;
    this.value = 0;
    this.fee = 0;
    this.#fills = 0;
  }

  add(qty: number, price: number, fee: number): void {
    this.qty += qty;
    this.value += qty * price;
    this.fee += fee;
    this.#fills++;
    this.#newestPrice = price;
  }

  /** A single fill gives its price to the bit: value over quantity may round. */
  get averagePrice(): number {
    return this.#fills === 1 ? this.#newestPrice : this.value / this.qty;
  }
}

/** The trade of one symbol that is open, or was last. One object for all in turn: each would leave 600 bytes behind. */
class OpenTrade {
  isOpen = false;
  readonly #terms: TradeTerms;
  readonly #entry = new FillSum();
  readonly #exit = new FillSum();
  #id = 0;
  #isLong = false;
  #openedAt: Timestamp = 0;
  #orders: LiveOrder[] = [];

  constructor(terms: TradeTerms) {
    this.#terms = terms;
  }

  open(id: number, type: TradeType, openedAt: Timestamp): void {
    this.#id = id;
    this.#isLong = type === 'long';
    this.#openedAt = openedAt;
    this.#orders = [];
    this.isOpen = true;
    this.#entry.clear();
    this.#exit.clear();
  }

  add(order: LiveOrder, qty: number, price: number, fee: number): void {
    const sum = (order.side === 'buy') === this.#isLong ? this.#entry : this.#exit;
    sum.add(qty, price, fee);
    this.#orders.push(order);
  }

  close(closedAt: Timestamp): ClosedTrade {
    const terms = this.#terms;
    const entry = this.#entry;
    const exit = this.#exit;
    this.isOpen = false;
    const entryPrice = entry.averagePrice;
    const exitPrice = exit.averagePrice;
    const fee = entry.fee + exit.fee;
    const gross = entry.qty * (exitPrice - entryPrice) * (this.#isLong ? 1 : -1);
    const pnl = terms.pnlByMoney ? exit.value - exit.fee - entry.value : gross - fee;
    const size = entry.qty * entryPrice;
    return {
      id: this.#id,
      strategyName: terms.strategyName,
      exchange: terms.exchange,
      symbol: terms.symbol,
      timeframe: terms.timeframe,
      leverage: terms.leverage,
      type: this.#isLong ? 'long' : 'short',
      entryPrice,
      exitPrice,
      qty: entry.qty,
      size,
      fee,
      pnl,
      pnlPercentage: (pnl / (size / terms.leverage)) * 100,
      openedAt: this.#openedAt,
      closedAt,
      holdingPeriod: (closedAt - this.#openedAt) / 1000,
      orders: this.#orders,
    };
  }
}

/** The trades of a session: closed ones in closing order, and open ones. */
export class ClosedTradesState {
  readonly rows: TradeRows;
  /** Objects of the first trades, made when someone looks at them. */
  readonly #known: ClosedTrade[] = [];
  readonly #orders: OrdersState;
  readonly #bySymbol = new Map<string, OpenTrade>();
  #opened = 0;

  constructor(orders: OrdersState) {
    this.rows = new TradeRows(orders.rows);
    this.#orders = orders;
  }

  /** In closing order. */
  get trades(): readonly ClosedTrade[] {
    const orderOf = (id: number): LiveOrder => this.#orders.all[id - 1];
    for (let index = this.#known.length; index < this.rows.length; index++) {
      this.#known.push(this.rows.read(index, orderOf));
    }
    return this.#known;
  }

  open(type: TradeType, openedAt: Timestamp, terms: TradeTerms): void {
    this.#opened++;
    let trade = this.#bySymbol.get(terms.symbol);
    if (trade === undefined) {
      trade = new OpenTrade(terms);
      this.#bySymbol.set(terms.symbol, trade);
    }
    trade.open(this.#opened, type, openedAt);
  }

  /** Adds the part of an order that belongs to the open trade. A flip divides an order between two trades. */
  addFill(order: LiveOrder, qty: number, price: number, fee: number): void {
    this.#openOf(order.symbol).add(order, qty, price, fee);
  }

  close(symbol: string, closedAt: Timestamp): ClosedTrade {
    const trade = this.#openOf(symbol).close(closedAt);
    this.rows.add(trade);
    return trade;
  }

  #openOf(symbol: string): OpenTrade {
    const trade = this.#bySymbol.get(symbol);
    if (trade === undefined || !trade.isOpen) throw new RangeError(`no trade is open in ${symbol}`);
    return trade;
  }

  get count(): number {
    return this.rows.length;
  }
}
