import type { ExchangeSettings, ExchangeType } from '../../model/exchange.ts';
import type { LiveOrder } from './live-order.ts';

/** A position as its account sees it. */
export interface HeldPosition {
  readonly isOpen: boolean;
  /** Margin it ties up, in the quote asset. */
  readonly totalCost: number;
  readonly pnl: number;
}

/** One exchange account: its balances, and the orders it allows. */
export interface Exchange {
  readonly name: string;
  readonly type: ExchangeType;
  readonly settings: ExchangeSettings;
  readonly quoteAsset: string;
  /** Balances by asset. */
  readonly assets: Readonly<Record<string, number>>;
  /** Futures: changed by fees and realised PnL only. Spot: quote asset that no order has reserved. */
  readonly walletBalance: number;
  /** The margin left for new orders, in the quote asset. */
  readonly availableMargin: number;
  /** Takes the positions of the account. Called before the first order. */
  attach(positions: readonly HeldPosition[]): void;
  /** Reserves what the order needs; throws InsufficientMargin or InsufficientBalance. */
  submit(order: LiveOrder): void;
  /** The fee rate of closing that the margin of a position covers. */
  readonly coveredFee: number;
  /** Says why the account cannot pay for a fill at this price; null when it can. `opening` is the part that opens. */
  refusal(order: LiveOrder, price: number, opening: number): string | null;
  /** Settles a fill before the position changes. The order holds quantity, price and fee of the fill. */
  fill(order: LiveOrder): void;
  cancel(order: LiveOrder): void;
  /** Adds the PnL of a closing fill. */
  realize(pnl: number): void;
  /** Base asset that arrives or leaves with a fill. */
  positionChange(order: LiveOrder): number;
}
