import type { Timestamp } from './time.ts';

export type Side = 'buy' | 'sell';
export type OrderType = 'MARKET' | 'LIMIT' | 'STOP';
export type OrderStatus = 'ACTIVE' | 'CANCELED' | 'EXECUTED';
export type SubmittedVia = 'stop-loss' | 'take-profit';

/** One order as the engine keeps it and as results carry it. */
export interface Order {
  /** Counts up from 1 in order of submission within a session. */
  readonly id: number;
  readonly exchange: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  /** May only shrink a position, never open, grow or turn one. */
  readonly reduceOnly: boolean;
  /** Base asset; buys positive, sells negative. */
  readonly qty: number;
  /** The price asked for. */
  readonly price: number;
  readonly submittedVia: SubmittedVia | null;
  readonly createdAt: Timestamp;
  readonly status: OrderStatus;
  /** Signed like `qty`; smaller when a reduce-only order found less to close. */
  readonly filledQty: number;
  /** The price paid; a gap or slippage moves it away from `price`. Null until executed. */
  readonly fillPrice: number | null;
  readonly fee: number;
  readonly executedAt: Timestamp | null;
  readonly canceledAt: Timestamp | null;
}
