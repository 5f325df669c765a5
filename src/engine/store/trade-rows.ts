import type { Order } from '../../model/order.ts';
import type { ClosedTrade, TradeFigures } from '../../model/trade.ts';
import { NumberRows } from './number-rows.ts';
import type { OrderRows } from './order-rows.ts';

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
    const place = this.#rows.append();
    const { numbers } = this.#rows;
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
    const { numbers } = this.#rows;
    const place = index * WIDTH;
    const { strategyName, exchange, symbol, timeframe, leverage } = this.#terms[numbers[place + TERMS]];
    return {
      id: numbers[place + ID],
      strategyName,
      exchange,
      symbol,
      timeframe,
      leverage,
      type: numbers[place + IS_LONG] === 1 ? 'long' : 'short',
      entryPrice: numbers[place + ENTRY_PRICE],
      exitPrice: numbers[place + EXIT_PRICE],
      qty: numbers[place + QTY],
      size: numbers[place + SIZE],
      fee: numbers[place + FEE],
      pnl: numbers[place + PNL],
      pnlPercentage: numbers[place + PNL_PERCENTAGE],
      openedAt: numbers[place + OPENED_AT],
      closedAt: numbers[place + CLOSED_AT],
      holdingPeriod: numbers[place + HOLDING_PERIOD],
      orders: this.#orderIdsOf(index).map(orderOf),
    };
  }

  *[Symbol.iterator](): Generator<ClosedTrade> {
    const orderOf = (id: number): Order => this.#orders.read(id);
    for (let index = 0; index < this.length; index++) yield this.read(index, orderOf);
  }

  /** The figures that metrics are made of. */
  figures(): TradeFigures {
    return {
      pnls: this.#column(PNL),
      fees: this.#column(FEE),
      types: this.#column(IS_LONG).map((isLong) => (isLong === 1 ? 'long' : 'short')),
      openedAt: this.#column(OPENED_AT),
      closedAt: this.#column(CLOSED_AT),
      holdingPeriods: this.#column(HOLDING_PERIOD),
    };
  }

  #column(field: number): readonly number[] {
    const { numbers } = this.#rows;
    return Array.from({ length: this.length }, (_, index) => numbers[index * WIDTH + field]);
  }

  #addOrderId(id: number): void {
    const place = this.#orderIds.append();
    this.#orderIds.numbers[place] = id;
  }

  #orderIdsOf(index: number): readonly number[] {
    const { numbers } = this.#rows;
    const start = index === 0 ? 0 : numbers[(index - 1) * WIDTH + ORDERS_END];
    return Array.from(this.#orderIds.numbers.subarray(start, numbers[index * WIDTH + ORDERS_END]));
  }

  #termsOf(trade: ClosedTrade): number {
    const found = this.#terms.findIndex((terms) => isUnder(trade, terms));
    if (found >= 0) return found;
    const { strategyName, exchange, symbol, timeframe, leverage } = trade;
    return this.#terms.push({ strategyName, exchange, symbol, timeframe, leverage }) - 1;
  }
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
