import type { Order } from './order.ts';
import type { Timestamp } from './time.ts';

export type TradeType = 'long' | 'short';

/** A position from its opening to its close, with the orders that made it. */
export interface ClosedTrade {
  /** Counts up from 1 in order of opening within a session. */
  readonly id: number;
  /** Name of the exported class. */
  readonly strategyName: string;
  /** Name of the exchange. */
  readonly exchange: string;
  /** Market, such as `FIL-USDT`. */
  readonly symbol: string;
  /** Timeframe of the route. */
  readonly timeframe: string;
  /** `long` or `short`. */
  readonly type: TradeType;
  /** Quantity-weighted over the entries. */
  readonly entryPrice: number;
  /** Quantity-weighted over the exits. */
  readonly exitPrice: number;
  /** Sum of the entries, in the base asset. */
  readonly qty: number;
  /** `qty * entryPrice`. */
  readonly size: number;
  /** Leverage of the exchange; 1 on spot. */
  readonly leverage: number;
  /** Fees of all fills, in the quote asset. */
  readonly fee: number;
  /** After fees, in the quote asset. */
  readonly pnl: number;
  /** In percent of the margin used (`size / leverage`). */
  readonly pnlPercentage: number;
  /** Time of the first fill. */
  readonly openedAt: Timestamp;
  /** Time of the last fill. */
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
