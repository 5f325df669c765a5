import type { Order } from './order.ts';
import type { Timestamp } from './time.ts';

export type TradeType = 'long' | 'short';

/** A position from its opening to its close, with the orders that made it. */
export interface ClosedTrade {
  /** Counts up from 1 in order of opening within a session. */
  readonly id: number;
  readonly strategyName: string;
  readonly exchange: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly type: TradeType;
  /** Quantity-weighted over the entries. */
  readonly entryPrice: number;
  /** Quantity-weighted over the exits. */
  readonly exitPrice: number;
  /** Sum of the entries, in the base asset. */
  readonly qty: number;
  /** `qty * entryPrice`. */
  readonly size: number;
  readonly leverage: number;
  readonly fee: number;
  /** After fees, in the quote asset. */
  readonly pnl: number;
  /** In percent of the margin used (`size / leverage`). */
  readonly pnlPercentage: number;
  readonly openedAt: Timestamp;
  readonly closedAt: Timestamp;
  /** Seconds. */
  readonly holdingPeriod: number;
  readonly orders: readonly Order[];
}

/** Figures of trades as columns of equal length, in closing order. */
export interface TradeFigures {
  readonly pnls: Float64Array;
  readonly fees: Float64Array;
  /** 1 for a long, 0 for a short. */
  readonly isLong: Float64Array;
  readonly openedAt: Float64Array;
  readonly closedAt: Float64Array;
  /** Seconds. */
  readonly holdingPeriods: Float64Array;
}
