import type { Exchange } from '../account/exchange.ts';
import type { Position } from '../account/position.ts';
import type { Conventions } from '../conventions.ts';
import type { Store } from '../store/index.ts';
import type { Broker } from './broker.ts';
import type { Trace } from './order-log.ts';

/**
 * When a position is taken away, and at what price. Isolated: by the margin of the position alone. Cross: by what the
 * wallet and the other positions, at their newest prices, leave to cover it. Maintenance is a flat 0.4 % of the value.
 */
export class LiquidationRule {
  readonly #store: Store;
  readonly #exchange: Exchange;
  readonly #broker: Broker;
  /** Cross margin: the whole wallet covers every position. */
  readonly #coversAll: boolean;
  readonly #isShared: boolean;
  readonly #trace: Trace;

  constructor(store: Store, broker: Broker, conventions: Conventions, trace: Trace) {
    this.#store = store;
    this.#exchange = store.exchanges.tradingExchange;
    this.#broker = broker;
    const { type, leverageMode } = this.#exchange.settings;
    this.#coversAll = conventions.crossMarginLiquidates && type === 'futures' && leverageMode === 'cross';
    this.#isShared = this.#coversAll && store.positions.all.length > 1;
    this.#trace = trace;
  }

  /** The price at which an open position is liquidated; NaN when no price does that. */
  levelOf(position: Position): number {
    if (this.#coversAll) return position.crossLiquidationPrice(this.#equityBeside(position));
    return position.liquidationPrice;
  }

  /** Whether levels move with the prices of other positions, so that no level holds for longer than a minute. */
  get movesWithOthers(): boolean {
    if (!this.#isShared) return false;
    let open = 0;
    for (const position of this.#store.positions.all) if (position.isOpen) open++;
    return open > 1;
  }

  /** Closes the position at its bankruptcy price: what covered it is lost. */
  liquidate(position: Position): void {
    const price =
      position.mode === 'isolated'
        ? position.bankruptcyPrice
        : position.crossBankruptcyPrice(this.#equityBeside(position));
    this.#trace.note(`${position.symbol} liquidated at ${price}`);
    this.#store.app.totalLiquidations++;
    const order = this.#broker.submit(position.symbol, {
      side: position.qty > 0 ? 'sell' : 'buy',
      type: 'MARKET',
      qty: position.qty,
      price,
      reduceOnly: true,
      submittedVia: null,
    });
    this.#broker.fill(order, price);
  }

  #equityBeside(position: Position): number {
    let equity = this.#exchange.walletBalance;
    for (const other of this.#store.positions.all) {
      if (other !== position && other.isOpen) equity += other.pnl - other.maintenanceMargin;
    }
    return equity;
  }
}
