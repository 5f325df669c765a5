import type { Timestamp } from './time.ts';

export type Side = 'buy' | 'sell';
export type OrderType = 'MARKET' | 'LIMIT' | 'STOP';
export type OrderStatus = 'ACTIVE' | 'CANCELED' | 'EXECUTED';
export type SubmittedVia = 'stop-loss' | 'take-profit';

/** One order as the engine keeps it and as results carry it. */
export interface Order {
  /** Counts up from 1 in order of submission within a session. */
  readonly id: number;
  /** Name of the exchange. */
  readonly exchange: string;
  /** Market, such as `FIL-USDT`. */
  readonly symbol: string;
  /** `buy` or `sell`. */
  readonly side: Side;
  /** `MARKET`, `LIMIT` or `STOP`. */
  readonly type: OrderType;
  /** May only shrink a position, never open, grow or turn one. */
  readonly reduceOnly: boolean;
  /** Base asset; buys positive, sells negative. */
  readonly qty: number;
  /** The price asked for. */
  readonly price: number;
  /** `stop-loss` or `take-profit`; null for others. */
  readonly submittedVia: SubmittedVia | null;
  /** Time of submission. */
  readonly createdAt: Timestamp;
  /** `EXECUTED`, `CANCELED`, or `ACTIVE` at the end. */
  readonly status: OrderStatus;
  /** Signed like `qty`; smaller when a reduce-only order found less to close. */
  readonly filledQty: number;
  /** The price paid; a gap or slippage moves it away from `price`. Null until executed. */
  readonly fillPrice: number | null;
  /** Fee paid, in the quote asset. */
  readonly fee: number;
  /** Time of the fill; null without one. */
  readonly executedAt: Timestamp | null;
  /** Time of the cancellation; null without one. */
  readonly canceledAt: Timestamp | null;
}
