import type { Exchange } from '../account/exchange.ts';
import type { Position } from '../account/position.ts';
import type { Conventions } from '../conventions.ts';
import type { Store } from '../store/index.ts';

/**
 * Levels and prices of liquidation. Isolated: the margin of the position alone covers it. Cross: the wallet covers it
 * with the other positions at their newest prices. Maintenance is a flat 0.4 % of the value.
 */
export class LiquidationRule {
  readonly #store: Store;
  readonly #exchange: Exchange;
  /** True when liquidation follows the price path, and losses end at the bankruptcy price. */
  readonly #onPath: boolean;
  /** True on cross margin, where the whole wallet covers every position. */
  readonly #coversAll: boolean;
  readonly #isShared: boolean;

  constructor(store: Store, conventions: Conventions) {
    this.#store = store;
    this.#exchange = store.exchanges.tradingExchange;
    this.#onPath = conventions.liquidation === 'on-path';
    const { type, leverageMode } = this.#exchange.settings;
    this.#coversAll = conventions.crossMarginLiquidates && type === 'futures' && leverageMode === 'cross';
    this.#isShared = this.#coversAll && store.positions.all.length > 1;
  }

  /** The price at which an open position is liquidated; NaN when no price does that. */
  levelOf(position: Position): number {
    if (this.#coversAll) return position.crossLiquidationPrice(this.#equityBeside(position));
    return position.liquidationPrice;
  }

  /** The price at which closing uses up the cover of an open position; NaN when no price does that. */
  bankruptcyOf(position: Position): number {
    if (this.#coversAll) return position.crossBankruptcyPrice(this.#equityBeside(position));
    return position.bankruptcyPrice;
  }

  /** True when closing at a price would lose more than the cover of the position. */
  isBankruptAt(position: Position, price: number): boolean {
    if (!this.#onPath) return false;
    const bankruptcy = this.bankruptcyOf(position);
    return position.qty > 0 ? price < bankruptcy : price > bankruptcy;
  }

  /** True when a jump to `price` liquidates the position before it triggers an order at `orderPrice`. */
  comesBefore(orderPrice: number, position: Position, price: number): boolean {
    if (!this.#onPath || position.qty === 0) return false;
    if (this.isBankruptAt(position, price)) return true;
    const level = this.levelOf(position);
    return position.qty > 0 ? price <= level && orderPrice <= level : price >= level && orderPrice >= level;
  }

  /** True when levels move with the prices of other positions, so that none holds for longer than a minute. */
  get movesWithOthers(): boolean {
    if (!this.#isShared) return false;
    let open = 0;
    for (const position of this.#store.positions.all) if (position.isOpen) open++;
    return open > 1;
  }

  #equityBeside(position: Position): number {
    let equity = this.#exchange.walletBalance;
    for (const other of this.#store.positions.all) {
      if (other !== position && other.isOpen) equity += other.pnl - other.maintenanceMargin;
    }
    return equity;
  }
}
