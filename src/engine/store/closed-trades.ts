import type { Side } from '../../model/order.ts';
import type { Timestamp } from '../../model/time.ts';
import type { ClosedTrade, TradeType } from '../../model/trade.ts';
import type { LiveOrder } from '../account/live-order.ts';
import type { OrdersState } from './orders.ts';
import { TradeRows } from './trade-rows.ts';

/** The part of an order in one trade. A flip divides an order between two trades. */
export interface TradeFill {
  readonly order: LiveOrder;
  /** Unsigned. */
  readonly qty: number;
  readonly price: number;
  readonly fee: number;
}

export interface TradeTerms {
  readonly strategyName: string;
  readonly exchange: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly leverage: number;
  /** PnL is money in minus money out: on spot the fee of a buy leaves the bought quantity. */
  readonly pnlByMoney: boolean;
}

/** A trade that is still open. */
class OpenTrade {
  readonly id: number;
  readonly type: TradeType;
  readonly openedAt: Timestamp;
  readonly #terms: TradeTerms;
  readonly #entrySide: Side;
  readonly #orders: LiveOrder[] = [];
  readonly #entry: FillSum = { fills: 0, price: 0, qty: 0, value: 0, fee: 0 };
  readonly #exit: FillSum = { fills: 0, price: 0, qty: 0, value: 0, fee: 0 };

  constructor(id: number, type: TradeType, openedAt: Timestamp, terms: TradeTerms) {
    this.id = id;
    this.type = type;
    this.openedAt = openedAt;
    this.#terms = terms;
    this.#entrySide = type === 'long' ? 'buy' : 'sell';
  }

  add({ order, qty, price, fee }: TradeFill): void {
    const sum = order.side === this.#entrySide ? this.#entry : this.#exit;
    sum.fills++;
    sum.price = price;
    sum.qty += qty;
    sum.value += qty * price;
    sum.fee += fee;
    this.#orders.push(order);
  }

  close(closedAt: Timestamp): ClosedTrade {
    const terms = this.#terms;
    const entry = this.#entry;
    const exit = this.#exit;
    const entryPrice = averagePrice(entry);
    const exitPrice = averagePrice(exit);
    const fee = entry.fee + exit.fee;
    const gross = entry.qty * (exitPrice - entryPrice) * (this.type === 'long' ? 1 : -1);
    const pnl = terms.pnlByMoney ? exit.value - exit.fee - entry.value : gross - fee;
    const size = entry.qty * entryPrice;
    return {
      id: this.id,
      strategyName: terms.strategyName,
      exchange: terms.exchange,
      symbol: terms.symbol,
      timeframe: terms.timeframe,
      leverage: terms.leverage,
      type: this.type,
      entryPrice,
      exitPrice,
      qty: entry.qty,
      size,
      fee,
      pnl,
      pnlPercentage: (pnl / (size / terms.leverage)) * 100,
      openedAt: this.openedAt,
      closedAt,
      holdingPeriod: (closedAt - this.openedAt) / 1000,
      orders: this.#orders,
    };
  }
}

interface FillSum {
  fills: number;
  /** Price of the newest fill. */
  price: number;
  qty: number;
  /** Σ qty·price. */
  value: number;
  fee: number;
}

/** Average price. A single fill gives its price to the bit: value over quantity may round. */
function averagePrice({ fills, price, value, qty }: FillSum): number {
  return fills === 1 ? price : value / qty;
}

/** The trades of a session: closed ones in closing order, and open ones. */
export class ClosedTradesState {
  readonly rows: TradeRows;
  /** Objects of the first trades, made when someone looks at them. */
  readonly #known: ClosedTrade[] = [];
  readonly #orders: OrdersState;
  readonly #open = new Map<string, OpenTrade>();
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
    this.#open.set(terms.symbol, new OpenTrade(this.#opened, type, openedAt, terms));
  }

  addFill(fill: TradeFill): void {
    this.#open.get(fill.order.symbol)?.add(fill);
  }

  close(symbol: string, closedAt: Timestamp): ClosedTrade {
    const open = this.#open.get(symbol);
    if (open === undefined) throw new RangeError(`no trade is open in ${symbol}`);
    this.#open.delete(symbol);
    const trade = open.close(closedAt);
    this.rows.add(trade);
    return trade;
  }

  get count(): number {
    return this.rows.length;
  }
}
