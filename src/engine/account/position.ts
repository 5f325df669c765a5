import type { LeverageMode } from '../../model/exchange.ts';
import type { Timestamp } from '../../model/time.ts';
import type { TradeType } from '../../model/trade.ts';
import type { MarketCandles } from '../market/market-candles.ts';
import { addDecimal } from './decimal.ts';
import type { Exchange } from './exchange.ts';

/** Share of a position's value below which its margin may not fall: one flat rate, as in Jesse. */
const MAINTENANCE = 0.004;

/** A remainder smaller than this share of what was held is what rounding left, not a position. */
const DUST = 1e-10;

export type PositionChange = 'opened' | 'increased' | 'reduced' | 'closed';

/** The holding of one symbol. Only the engine changes it. */
export class Position {
  readonly symbol: string;
  /** Signed: short positions are negative. Base asset. */
  qty = 0;
  /** The quantity before the last change. */
  previousQty = 0;
  /** NaN while nothing is held. */
  entryPrice = Number.NaN;
  /** Exit price of the last closed position; NaN while one is open. */
  exitPrice = Number.NaN;
  openedAt: Timestamp | null = null;
  /** Time at which the last position closed. */
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

  /** Isolated futures only; NaN otherwise and when closed. */
  get liquidationPrice(): number {
    if (this.mode !== 'isolated') return Number.NaN;
    const distance = 1 / this.leverage - MAINTENANCE;
    // A fee above the maintenance margin brings the bankruptcy nearer than the level.
    return this.qty > 0
      ? Math.max(this.entryPrice * (1 - distance), this.bankruptcyPrice)
      : Math.min(this.entryPrice * (1 + distance), this.bankruptcyPrice);
  }

  /** Price at which the margin of an isolated position is used up, closing fee included; NaN otherwise. */
  get bankruptcyPrice(): number {
    return this.mode === 'isolated' ? this.#priceWhereCovered(this.totalCost, this.#exchange.coveredFee) : Number.NaN;
  }

  /** The price at which `equity`, all that the account has besides this position's PnL, just covers maintenance. */
  crossLiquidationPrice(equity: number): number {
    return this.#priceWhereCovered(equity, Math.max(MAINTENANCE, this.#exchange.coveredFee));
  }

  /** The price at which nothing of `equity` is left once the fee of closing is paid. */
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

  /** Part of a signed fill that closes the holding; the rest, if any, opens the other side. */
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

  /** `weight` is the unsigned quantity with which the new price enters the entry price. */
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
