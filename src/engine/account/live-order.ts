import type { Order, OrderStatus, OrderType, Side, SubmittedVia } from '../../model/order.ts';
import type { Timestamp } from '../../model/time.ts';

export interface OrderRequest {
  readonly side: Side;
  readonly type: OrderType;
  /** The sign is ignored: the side decides. */
  readonly qty: number;
  readonly price: number;
  readonly reduceOnly: boolean;
  readonly submittedVia: SubmittedVia | null;
}

/** An order of a running session. Only the engine changes it; strategies see it as an `Order`. */
export class LiveOrder implements Order {
  readonly id: number;
  readonly exchange: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly reduceOnly: boolean;
  readonly qty: number;
  readonly price: number;
  readonly submittedVia: SubmittedVia | null;
  readonly createdAt: Timestamp;
  status: OrderStatus = 'ACTIVE';
  filledQty = 0;
  fillPrice: number | null = null;
  fee = 0;
  executedAt: Timestamp | null = null;
  canceledAt: Timestamp | null = null;

  constructor(id: number, exchange: string, symbol: string, createdAt: Timestamp, request: OrderRequest) {
    this.id = id;
    this.exchange = exchange;
    this.symbol = symbol;
    this.side = request.side;
    this.type = request.type;
    this.reduceOnly = request.reduceOnly;
    this.qty = request.side === 'buy' ? Math.abs(request.qty) : -Math.abs(request.qty);
    this.price = request.price;
    this.submittedVia = request.submittedVia;
    this.createdAt = createdAt;
  }

  /** An order that is over, made anew from what was kept of it. */
  static restore(kept: Order): LiveOrder {
    const order = new LiveOrder(kept.id, kept.exchange, kept.symbol, kept.createdAt, kept);
    order.status = kept.status;
    order.filledQty = kept.filledQty;
    order.fillPrice = kept.fillPrice;
    order.fee = kept.fee;
    order.executedAt = kept.executedAt;
    order.canceledAt = kept.canceledAt;
    return order;
  }

  get isActive(): boolean {
    return this.status === 'ACTIVE';
  }

  get isExecuted(): boolean {
    return this.status === 'EXECUTED';
  }

  get isCanceled(): boolean {
    return this.status === 'CANCELED';
  }

  /** In the quote asset. */
  get value(): number {
    return Math.abs(this.qty) * this.price;
  }
}
