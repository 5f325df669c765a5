import { JbtError } from '../../model/errors.ts';
import type { FillRules } from '../../model/job.ts';
import type { ClosedTrade } from '../../model/trade.ts';
import { addDecimal } from '../account/decimal.ts';
import type { LiveOrder, OrderRequest } from '../account/live-order.ts';
import type { Position, PositionChange } from '../account/position.ts';
import type { Conventions } from '../conventions.ts';
import { ORDER_TYPES } from '../order-types.ts';
import type { TradeTerms } from '../store/closed-trades.ts';
import type { Store } from '../store/index.ts';
import type { LiquidationRule } from './liquidation.ts';
import type { Trace } from './trace.ts';

/** Hears of every change that a fill makes to a position. */
export interface FillListener {
  readonly terms: TradeTerms;
  positionChanged(change: PositionChange, order: LiveOrder, closedTrade: ClosedTrade | null): void;
  /** The order is cancelled: the account cannot pay for its fill. */
  entryRejected(): void;
}

/** Takes orders in, cancels them, and carries fills through account, trade and position to the strategy. */
export class Broker {
  readonly #store: Store;
  readonly #slippage: FillRules['slippage'];
  readonly #conventions: Conventions;
  readonly #liquidation: LiquidationRule;
  readonly #trace: Trace | null;
  readonly #beforeFill: () => void;
  readonly #isClosed: (symbol: string) => boolean;
  readonly #listeners = new Map<string, FillListener>();
  #isOver = false;

  constructor(parts: {
    readonly store: Store;
    readonly slippage: FillRules['slippage'];
    readonly conventions: Conventions;
    readonly liquidation: LiquidationRule;
    /** Null when nobody listens. */
    readonly trace: Trace | null;
    /** Called before a fill changes positions or wallet. */
    readonly beforeFill: () => void;
    /** True while nothing is traded in the market of a symbol. */
    readonly isClosed: (symbol: string) => boolean;
  }) {
    this.#store = parts.store;
    this.#slippage = parts.slippage;
    this.#conventions = parts.conventions;
    this.#liquidation = parts.liquidation;
    this.#trace = parts.trace;
    this.#beforeFill = parts.beforeFill;
    this.#isClosed = parts.isClosed;
  }

  listen(symbol: string, listener: FillListener): void {
    this.#listeners.set(symbol, listener);
  }

  submit(symbol: string, request: OrderRequest): LiveOrder {
    if (!(Math.abs(request.qty) > 0)) {
      throw new JbtError('InvalidStrategy', `an order for ${symbol} has the quantity ${request.qty}; it must not be 0`);
    }
    const { orders, exchanges, app } = this.#store;
    const order = orders.create(symbol, app.time, request);
    exchanges.tradingExchange.submit(order);
    orders.add(order);
    this.#trace?.order('order_submission', order);
    this.#trace?.balance(exchanges.tradingExchange, symbol, 'set aside for the order');
    return order;
  }

  cancel(order: LiveOrder): void {
    if (!order.isActive) return;
    order.status = 'CANCELED';
    order.canceledAt = this.#store.app.time;
    this.#store.exchanges.tradingExchange.cancel(order);
    this.#store.orders.finished(order);
    this.#trace?.order('order_cancellation', order);
    this.#trace?.balance(this.#store.exchanges.tradingExchange, order.symbol, 'released by the order');
  }

  /** Fills an active order where the market is; types that slip pay slippage on top. */
  execute(order: LiveOrder, marketPrice: number): void {
    if (!order.isActive) return;
    const { positions, exchanges } = this.#store;
    const position = positions.getPosition(order.symbol);
    if (position === null) throw new RangeError(`${order.symbol} is not traded`);
    const price = this.#withSlippage(order, marketPrice);
    const closing = position.closingPart(order.qty);
    if (order.reduceOnly && closing === 0) {
      this.#reject(order, 'there is nothing to reduce');
      return;
    }
    if (closing !== 0 && this.#liquidation.isBankruptAt(position, price)) {
      this.liquidate(position);
      this.cancel(order);
      return;
    }
    const opening = order.reduceOnly ? 0 : Math.abs(order.qty) - Math.abs(closing);
    const refusal = exchanges.tradingExchange.refusal(order, price, opening);
    if (refusal === null) this.#fill(order, position, price, closing);
    else {
      this.#reject(order, refusal);
      this.#listenerOf(order.symbol).entryRejected();
    }
  }

  /** Closes a position at its bankruptcy price. Its cover is lost: the margin, or the wallet on cross. */
  liquidate(position: Position): void {
    const price = this.#liquidation.bankruptcyOf(position);
    this.#trace?.liquidated(position.symbol, price);
    this.#store.app.totalLiquidations++;
    const order = this.submit(position.symbol, {
      side: position.qty > 0 ? 'sell' : 'buy',
      type: 'MARKET',
      qty: position.qty,
      price,
      reduceOnly: true,
      submittedVia: null,
    });
    this.#fill(order, position, price, position.closingPart(order.qty));
  }

  #reject(order: LiveOrder, reason: string): void {
    this.#trace?.order('order_rejection', order, reason);
    this.cancel(order);
  }

  #fill(order: LiveOrder, position: Position, price: number, closing: number): void {
    const { exchanges, orders, app } = this.#store;
    const exchange = exchanges.tradingExchange;
    this.#beforeFill();
    order.status = 'EXECUTED';
    order.executedAt = app.time;
    order.filledQty = order.reduceOnly ? closing : order.qty;
    order.fillPrice = price;
    order.fee = Math.abs(order.filledQty) * price * exchange.settings.fee;
    orders.finished(order);
    exchange.fill(order);
    this.#trace?.order('order_execution', order);
    this.#trace?.balance(exchange, order.symbol, exchange.type === 'spot' ? 'settled by the fill' : 'fee of the fill');
    this.#settle(order, position, price, closing);
  }

  /** Executes waiting market orders, also those that hooks add meanwhile. In closed hours they wait for the next trade. */
  executeMarketOrders(): void {
    const { orders } = this.#store;
    if (orders.toExecute.length === 0) return;
    const waiting = orders.toExecute;
    for (let i = 0; i < waiting.length; i++) {
      if (!this.#mustWait(waiting[i])) this.execute(waiting[i], waiting[i].price);
    }
    orders.toExecute = [];
  }

  #mustWait({ symbol }: LiveOrder): boolean {
    return !this.#isOver && this.#isClosed(symbol);
  }

  /** From here on market orders fill at the last price, in closed hours too: no trade comes after the session. */
  endSession(): void {
    this.#isOver = true;
  }

  #withSlippage(order: LiveOrder, price: number): number {
    if (this.#slippage === 0 || !ORDER_TYPES[order.type].slips) return price;
    return order.side === 'buy' ? price * (1 + this.#slippage) : price * (1 - this.#slippage);
  }

  /** An order that turns a position closes one trade and opens another, each with its part of the fill. */
  #settle(order: LiveOrder, position: Position, price: number, closing: number): void {
    const { exchanges } = this.#store;
    const change = exchanges.tradingExchange.positionChange(order);
    const filled = Math.abs(order.filledQty);
    if (closing === 0) {
      this.#enter(order, position, price, change, filled);
    } else if (closing === change) {
      this.#leave(order, position, price, change, filled);
    } else {
      // Only futures turn a position, and there it changes by the filled quantity.
      const opening = addDecimal(change, -closing);
      this.#leave(order, position, price, closing, Math.abs(closing));
      this.#enter(order, position, price, opening, Math.abs(opening));
    }
  }

  /** `filled` is the entering part of the order's fill. */
  #enter(order: LiveOrder, position: Position, price: number, qty: number, filled: number): void {
    const { app, closedTrades } = this.#store;
    const listener = this.#listenerOf(order.symbol);
    const opens = !position.isOpen;
    if (opens) {
      closedTrades.open(qty > 0 ? 'long' : 'short', app.time, listener.terms);
      position.open(qty, price, app.time);
    } else {
      position.increase(qty, price, this.#conventions.spotQty === 'received' ? Math.abs(qty) : filled);
    }
    closedTrades.addFill(order, filled, price, feeOf(order, filled));
    const change = opens ? 'opened' : 'increased';
    this.#trace?.position(change, position, order, null);
    listener.positionChanged(change, order, null);
  }

  #leave(order: LiveOrder, position: Position, price: number, qty: number, filled: number): void {
    const { app, closedTrades, exchanges } = this.#store;
    closedTrades.addFill(order, filled, price, feeOf(order, filled));
    const { pnl, change } = position.reduce(qty, price, app.time);
    exchanges.tradingExchange.realize(pnl);
    this.#trace?.balance(exchanges.tradingExchange, order.symbol, 'realised PNL');
    const trade = change === 'closed' ? closedTrades.close(order.symbol, app.time) : null;
    this.#trace?.position(change, position, order, trade);
    this.#listenerOf(order.symbol).positionChanged(change, order, trade);
  }

  #listenerOf(symbol: string): FillListener {
    const listener = this.#listeners.get(symbol);
    if (listener === undefined) throw new RangeError(`no route trades ${symbol}`);
    return listener;
  }
}

/** The share of an order's fee that a part of its fill bears. */
function feeOf({ fee, filledQty }: LiveOrder, filled: number): number {
  return fee * (filled / Math.abs(filledQty));
}
