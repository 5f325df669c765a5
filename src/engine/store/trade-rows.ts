import type { Order } from '../../model/order.ts';
import type { ClosedTrade, TradeFigures } from '../../model/trade.ts';
import { NumberRows } from './number-rows.ts';
import type { OrderRows, Writable } from './order-rows.ts';

/** Places of the numbers in a row. */
const ID = 0;
const TERMS = 1;
const IS_LONG = 2;
const ENTRY_PRICE = 3;
const EXIT_PRICE = 4;
const QTY = 5;
const SIZE = 6;
const FEE = 7;
const PNL = 8;
const PNL_PERCENTAGE = 9;
const OPENED_AT = 10;
const CLOSED_AT = 11;
const HOLDING_PERIOD = 12;
/** Number of orders in all trades up to this one. */
const ORDERS_END = 13;
const WIDTH = 14;

/** Fields that many trades share. */
type TradeTerms = Pick<ClosedTrade, 'strategyName' | 'exchange' | 'symbol' | 'timeframe' | 'leverage'>;

/** A trade with the ids of its orders. */
export interface TradeWithIds extends Omit<ClosedTrade, 'orders'> {
  readonly orders: readonly Pick<Order, 'id'>[];
}

type WritableTrade = Writable<Omit<ClosedTrade, 'orders'>> & { readonly orders: { id: number }[] };

/** Every closed trade of a session, in closing order. */
export class TradeRows {
  readonly #rows = new NumberRows(WIDTH);
  readonly #orderIds = new NumberRows(1);
  readonly #terms: TradeTerms[] = [];
  readonly #orders: OrderRows;

  constructor(orders: OrderRows) {
    this.#orders = orders;
  }

  get length(): number {
    return this.#rows.length;
  }

  add(trade: ClosedTrade): void {
    for (const { id } of trade.orders) this.#addOrderId(id);
    const row = this.#rows.append();
    const numbers = this.#rows.chunkOf(row);
    const place = this.#rows.placeOf(row);
    numbers[place + ID] = trade.id;
    numbers[place + TERMS] = this.#termsOf(trade);
    numbers[place + IS_LONG] = trade.type === 'long' ? 1 : 0;
    numbers[place + ENTRY_PRICE] = trade.entryPrice;
    numbers[place + EXIT_PRICE] = trade.exitPrice;
    numbers[place + QTY] = trade.qty;
    numbers[place + SIZE] = trade.size;
    numbers[place + FEE] = trade.fee;
    numbers[place + PNL] = trade.pnl;
    numbers[place + PNL_PERCENTAGE] = trade.pnlPercentage;
    numbers[place + OPENED_AT] = trade.openedAt;
    numbers[place + CLOSED_AT] = trade.closedAt;
    numbers[place + HOLDING_PERIOD] = trade.holdingPeriod;
    numbers[place + ORDERS_END] = this.#orderIds.length;
  }

  /** The trade at an index, with orders as `orderOf` finds them by their id. */
  read(index: number, orderOf: (id: number) => Order): ClosedTrade {
    const trade = this.#fill(emptyTrade(), index);
    return { ...trade, orders: trade.orders.map(({ id }) => orderOf(id)) };
  }

  /** Calls back with every trade in turn. It is one object, which the next call overwrites. */
  forEach(visit: (trade: TradeWithIds) => void): void {
    const trade = emptyTrade();
    for (let index = 0; index < this.length; index++) visit(this.#fill(trade, index));
  }

  *[Symbol.iterator](): Generator<ClosedTrade> {
    const orderOf = (id: number): Order => this.#orders.read(id);
    for (let index = 0; index < this.length; index++) yield this.read(index, orderOf);
  }

  #fill(trade: WritableTrade, index: number): WritableTrade {
    const numbers = this.#rows.chunkOf(index);
    const place = this.#rows.placeOf(index);
    const terms = this.#terms[numbers[place + TERMS]];
    trade.id = numbers[place + ID];
    trade.strategyName = terms.strategyName;
    trade.exchange = terms.exchange;
    trade.symbol = terms.symbol;
    trade.timeframe = terms.timeframe;
    trade.leverage = terms.leverage;
    trade.type = numbers[place + IS_LONG] === 1 ? 'long' : 'short';
    trade.entryPrice = numbers[place + ENTRY_PRICE];
    trade.exitPrice = numbers[place + EXIT_PRICE];
    trade.qty = numbers[place + QTY];
    trade.size = numbers[place + SIZE];
    trade.fee = numbers[place + FEE];
    trade.pnl = numbers[place + PNL];
    trade.pnlPercentage = numbers[place + PNL_PERCENTAGE];
    trade.openedAt = numbers[place + OPENED_AT];
    trade.closedAt = numbers[place + CLOSED_AT];
    trade.holdingPeriod = numbers[place + HOLDING_PERIOD];
    const start = index === 0 ? 0 : this.#ordersEnd(index - 1);
    trade.orders.length = this.#ordersEnd(index) - start;
    for (let i = 0; i < trade.orders.length; i++) {
      trade.orders[i] ??= { id: 0 };
      trade.orders[i].id = this.#orderIds.chunkOf(start + i)[this.#orderIds.placeOf(start + i)];
    }
    return trade;
  }

  /** The figures that metrics are made of. */
  figures(): TradeFigures {
    return {
      pnls: this.#rows.column(PNL),
      fees: this.#rows.column(FEE),
      isLong: this.#rows.column(IS_LONG),
      openedAt: this.#rows.column(OPENED_AT),
      closedAt: this.#rows.column(CLOSED_AT),
      holdingPeriods: this.#rows.column(HOLDING_PERIOD),
    };
  }

  #addOrderId(id: number): void {
    const row = this.#orderIds.append();
    this.#orderIds.chunkOf(row)[this.#orderIds.placeOf(row)] = id;
  }

  #ordersEnd(index: number): number {
    return this.#rows.chunkOf(index)[this.#rows.placeOf(index) + ORDERS_END];
  }

  #termsOf(trade: ClosedTrade): number {
    const found = this.#terms.findIndex((terms) => isUnder(trade, terms));
    if (found >= 0) return found;
    const { strategyName, exchange, symbol, timeframe, leverage } = trade;
    return this.#terms.push({ strategyName, exchange, symbol, timeframe, leverage }) - 1;
  }
}

function emptyTrade(): WritableTrade {
  return {
    id: 0,
    strategyName: '',
    exchange: '',
    symbol: '',
    timeframe: '',
    leverage: 1,
    type: 'long',
    entryPrice: 0,
    exitPrice: 0,
    qty: 0,
    size: 0,
    fee: 0,
    pnl: 0,
    pnlPercentage: 0,
    openedAt: 0,
    closedAt: 0,
    holdingPeriod: 0,
    orders: [],
  };
}

function isUnder(trade: TradeTerms, terms: TradeTerms): boolean {
  return (
    trade.symbol === terms.symbol &&
    trade.strategyName === terms.strategyName &&
    trade.timeframe === terms.timeframe &&
    trade.leverage === terms.leverage &&
    trade.exchange === terms.exchange
  );
}
