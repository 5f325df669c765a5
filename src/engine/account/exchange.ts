import type { ExchangeSettings, ExchangeType } from '../../model/exchange.ts';
import type { LiveOrder } from './live-order.ts';

/** The part of a position that an account reads. */
export interface HeldPosition {
  readonly isOpen: boolean;
  /** Margin it ties up, in the quote asset. */
  readonly totalCost: number;
  readonly pnl: number;
}

/** An exchange account: its balances, and the orders that it accepts. */
export interface Exchange {
  readonly name: string;
  readonly type: ExchangeType;
  readonly settings: ExchangeSettings;
  readonly quoteAsset: string;
  /** Balances by asset. */
  readonly assets: Readonly<Record<string, number>>;
  /** Futures: changed by fees and realised PnL only. Spot: quote asset that no order has reserved. */
  readonly walletBalance: number;
  /** Margin or balance for new orders, in the quote asset. */
  readonly availableMargin: number;
  /** To be told of the positions held here before the first order. */
  attach(positions: readonly HeldPosition[]): void;
  /** Reserves what the order needs; throws InsufficientMargin or InsufficientBalance. */
  submit(order: LiveOrder): void;
  /** Share of a fill's value that a position's own margin pays as the fee of closing it. */
  readonly coveredFee: number;
  /** Why the account cannot pay for a fill at this price, in words; null when it can. `opening` is the part that opens. */
  refusal(order: LiveOrder, price: number, opening: number): string | null;
  /** Settles a fill, before the position changes. The order knows what was filled, at what price and fee. */
  fill(order: LiveOrder): void;
  cancel(order: LiveOrder): void;
  /** Adds the PnL of what a fill closed. */
  realize(pnl: number): void;
  /** Base asset that arrives or leaves with a fill. */
  positionChange(order: LiveOrder): number;
}
