import type { Exchange } from '../account/exchange.ts';
import type { Position } from '../account/position.ts';
import type { Conventions } from '../conventions.ts';
import type { Store } from '../store/index.ts';

/**
 * When a position is taken away, and at what price. Isolated: by the margin of the position alone. Cross: by what the
 * wallet and the other positions, at their newest prices, leave to cover it. Maintenance is a flat 0.4 % of the value.
 */
export class LiquidationRule {
  readonly #store: Store;
  readonly #exchange: Exchange;
  /** Positions are taken away where the path of the price says so, and lose no more than what covers them. */
  readonly #onPath: boolean;
  /** Cross margin: the whole wallet covers every position. */
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

  /** The price at which closing leaves nothing of what covers an open position; NaN when no price does that. */
  bankruptcyOf(position: Position): number {
    if (this.#coversAll) return position.crossBankruptcyPrice(this.#equityBeside(position));
    return position.bankruptcyPrice;
  }

  /** True when closing at a price would lose more than covers the position. */
  isBankruptAt(position: Position, price: number): boolean {
    if (!this.#onPath) return false;
    const bankruptcy = this.bankruptcyOf(position);
    return position.qty > 0 ? price < bankruptcy : price > bankruptcy;
  }

  /** True when a jump to `price` liquidates the position before it reaches an order at `orderPrice`. */
  comesBefore(orderPrice: number, position: Position, price: number): boolean {
    if (!this.#onPath || position.qty === 0) return false;
    if (this.isBankruptAt(position, price)) return true;
    const level = this.levelOf(position);
    return position.qty > 0 ? price <= level && orderPrice <= level : price >= level && orderPrice >= level;
  }

  /** True when levels move with the prices of other positions, so that no level holds for longer than a minute. */
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
