import type { LeverageMode } from '../../model/exchange.ts';
import type { Timestamp } from '../../model/time.ts';
import type { TradeType } from '../../model/trade.ts';
import type { MarketCandles } from '../market/market-candles.ts';
import { addDecimal } from './decimal.ts';
import type { Exchange } from './exchange.ts';

/** Maintenance margin as a share of a position's value: one flat rate, as in Jesse. */
const MAINTENANCE = 0.004;

/** A remainder below this share of the old quantity is a rounding error, not a position. */
const DUST = 1e-10;

export type PositionChange = 'opened' | 'increased' | 'reduced' | 'closed';

/** The position in one symbol. Only the engine changes it. */
export class Position {
  readonly symbol: string;
  /** Signed: short positions are negative. Base asset. */
  qty = 0;
  /** The quantity before the last change. */
  previousQty = 0;
  /** NaN while nothing is held. */
  entryPrice = Number.NaN;
  /** Exit price of the last position closed; NaN while one is open. */
  exitPrice = Number.NaN;
  openedAt: Timestamp | null = null;
  /** Close of the last position closed. */
  closedAt: Timestamp | null = null;
  readonly #exchange: Exchange;
  readonly #market: MarketCandles;

  constructor(symbol: string, exchange: Exchange, market: MarketCandles) {
    this.symbol = symbol;
    this.#exchange = exchange;
    this.#market = market;
  }

  get exchangeName(): string {
    return this.#exchange.name;
  }

  get currentPrice(): number {
    return this.#market.price;
  }

  get isOpen(): boolean {
    return this.qty !== 0;
  }

  get isClose(): boolean {
    return this.qty === 0;
  }

  get type(): TradeType | 'close' {
    if (this.qty === 0) return 'close';
    return this.qty > 0 ? 'long' : 'short';
  }

  get mode(): 'spot' | LeverageMode {
    return this.#exchange.type === 'spot' ? 'spot' : this.#exchange.settings.leverageMode;
  }

  get leverage(): number {
    return this.#exchange.settings.leverage;
  }

  /** In the quote asset; 0 when closed. */
  get value(): number {
    return this.qty === 0 ? 0 : Math.abs(this.currentPrice * this.qty);
  }

  /** Unrealised, before fees. */
  get pnl(): number {
    return this.pnlAt(this.currentPrice);
  }

  pnlAt(price: number): number {
    if (this.qty === 0) return 0;
    const gain = Math.abs(price * this.qty) - Math.abs(this.entryPrice * this.qty);
    return this.qty > 0 ? gain : -gain;
  }

  /** Margin the position ties up; NaN when closed. */
  get totalCost(): number {
    return (this.entryPrice * Math.abs(this.qty)) / this.leverage;
  }

  /** PnL in percent of the margin. */
  get pnlPercentage(): number {
    const { pnl } = this;
    return pnl === 0 ? 0 : (pnl / this.totalCost) * 100;
  }

  get roi(): number {
    return this.pnlPercentage;
  }

  /** NaN unless an isolated position is open. */
  get liquidationPrice(): number {
    if (this.mode !== 'isolated') return Number.NaN;
    const distance = 1 / this.leverage - MAINTENANCE;
    // A fee above the maintenance rate puts the bankruptcy price nearer than the level.
    return this.qty > 0
      ? Math.max(this.entryPrice * (1 - distance), this.bankruptcyPrice)
      : Math.min(this.entryPrice * (1 + distance), this.bankruptcyPrice);
  }

  /** The price at which loss and closing fee use up an isolated margin; NaN unless such a position is open. */
  get bankruptcyPrice(): number {
    return this.mode === 'isolated' ? this.#priceWhereCovered(this.totalCost, this.#exchange.coveredFee) : Number.NaN;
  }

  /** The price at which `equity` just covers maintenance. `equity` is that of the account without this position's PnL. */
  crossLiquidationPrice(equity: number): number {
    return this.#priceWhereCovered(equity, Math.max(MAINTENANCE, this.#exchange.coveredFee));
  }

  /** The price at which loss and closing fee use up `equity`. */
  crossBankruptcyPrice(equity: number): number {
    return this.#priceWhereCovered(equity, this.#exchange.coveredFee);
  }

  #priceWhereCovered(equity: number, maintenance: number): number {
    const qty = Math.abs(this.qty);
    const cost = qty * this.entryPrice;
    return this.qty > 0 ? (cost - equity) / (qty * (1 - maintenance)) : (cost + equity) / (qty * (1 + maintenance));
  }

  get maintenanceMargin(): number {
    return this.value * MAINTENANCE;
  }

  /** The part of a signed fill that closes the position. The rest, if any, opens the other side. */
  closingPart(qty: number): number {
    if (this.qty === 0 || qty > 0 === this.qty > 0) return 0;
    const beyond = Math.abs(qty) - Math.abs(this.qty);
    return beyond > Math.abs(this.qty) * DUST ? -this.qty : qty;
  }

  open(qty: number, price: number, time: Timestamp): void {
    this.previousQty = this.qty;
    this.qty = qty;
    this.entryPrice = price;
    this.exitPrice = Number.NaN;
    this.openedAt = time;
  }

  /** `weight` is the unsigned quantity by which the new price is weighted. */
  increase(qty: number, price: number, weight: number): void {
    const held = Math.abs(this.qty);
    this.entryPrice = (weight * price + held * this.entryPrice) / (weight + held);
    this.previousQty = this.qty;
    this.qty = addDecimal(this.qty, qty);
  }

  /** Takes a closing part off and returns the PnL it made; the position is closed when nothing is left. */
  reduce(qty: number, price: number, time: Timestamp): { readonly pnl: number; readonly change: 'reduced' | 'closed' } {
    const gain = Math.abs(qty) * (price - this.entryPrice);
    const pnl = this.qty > 0 ? gain : -gain;
    const left = addDecimal(this.qty, qty);
    this.previousQty = this.qty;
    if (Math.abs(left) > Math.abs(this.qty) * DUST) {
      this.qty = left;
      return { pnl, change: 'reduced' };
    }
    this.qty = 0;
    this.entryPrice = Number.NaN;
    this.exitPrice = price;
    this.closedAt = time;
    return { pnl, change: 'closed' };
  }
}
