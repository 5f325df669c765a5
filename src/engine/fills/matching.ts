import { JbtError } from '../../model/errors.ts';
import type { FillRules } from '../../model/job.ts';
import type { LiveOrder } from '../account/live-order.ts';
import type { Position } from '../account/position.ts';
import type { Conventions } from '../conventions.ts';
import type { MarketCandles } from '../market/market-candles.ts';
import { PricePath } from '../market/price-path.ts';
import type { SymbolCandles } from '../market/session-candles.ts';
import { ORDER_TYPES } from '../order-types.ts';
import type { AppState } from '../store/app.ts';
import type { Store } from '../store/index.ts';
import type { OrdersState, SymbolOrders } from '../store/orders.ts';
import type { Broker } from './broker.ts';
import type { LiquidationRule } from './liquidation.ts';

/** Limit of fills in one minute: only a hook that orders again at every fill gets there. */
const MOST_FILLS = 10_000;

/**
 * One market's waiting orders against its minutes.
 *
 * Assumption: a rising minute (close >= open) runs open, low, high, close, a falling one open, high, low, close, and
 * touches every price between. The first order on that path fills in full at its price. Its hooks run, and the rest of
 * the path meets the orders that exist then. Orders at one price fill in the order of their submission.
 * A gap fills the orders it jumps over at the open behind it. Under the rule `order-price` they fill at their own
 * prices: the minutes come with their gaps closed. A jump past the bankruptcy price liquidates first.
 * Market orders of closed hours fill at the open of the next minute with a trade.
 * Known limits: no order book, no partial fills, no volume limit, no latency. Market orders fill at the last price.
 * Slippage is a flat share. Real candles do not say which extreme came first.
 */
export class Matching {
  readonly #candles: SymbolCandles;
  readonly #market: MarketCandles;
  readonly #allOrders: OrdersState;
  readonly #orders: SymbolOrders;
  readonly #app: AppState;
  readonly #position: Position;
  readonly #broker: Broker;
  readonly #liquidation: LiquidationRule;
  readonly #conventions: Conventions;
  readonly #gapsOpen: boolean;
  readonly #rest = new PricePath();
  /** The rest of the minute from the entry on, when the position was opened in it. */
  readonly #sinceEntry = new PricePath();
  /** The nearest levels of a possible fill, valid for one version of all orders. */
  #above = 0;
  #below = 0;
  #levelsVersion = -1;
  /** The first minute that reaches a level, or the end of the scan. */
  #touch = -1;
  #scannedUntil = -1;

  constructor(parts: {
    readonly candles: SymbolCandles;
    readonly position: Position;
    readonly store: Store;
    readonly broker: Broker;
    readonly liquidation: LiquidationRule;
    readonly conventions: Conventions;
    readonly gap: FillRules['gap'];
  }) {
    this.#candles = parts.candles;
    this.#market = parts.candles.market;
    this.#allOrders = parts.store.orders;
    this.#orders = parts.store.orders.ofSymbol(parts.position.symbol);
    this.#position = parts.position;
    this.#app = parts.store.app;
    this.#broker = parts.broker;
    this.#liquidation = parts.liquidation;
    this.#conventions = parts.conventions;
    this.#gapsOpen = parts.gap === 'open';
  }

  /** The first minute from `from` to `until` with a possible fill; `until` when there is none before. */
  firstTouch(from: number, until: number): number {
    if (from === until || this.#isIdle) return until;
    if (this.#liquidation.movesWithOthers) return from;
    if (this.#levelsVersion !== this.#allOrders.version) this.#setLevels();
    if (this.#touch < from || (this.#touch < until && this.#touch === this.#scannedUntil)) this.#scan(from, until);
    return Math.min(this.#touch, until);
  }

  /** An hour between the levels costs one comparison instead of 60: that saves a fifth of a session of 1h bars. */
  #scan(from: number, until: number): void {
    const { blocks } = this.#candles;
    let minute = from;
    while (minute < until) {
      const end = Math.min(blocks.lastMinuteOfBar(minute) + 1, until);
      minute = blocks.staysBetween(this.#below, this.#above, minute) ? end : this.#scanMinutes(minute, end);
      if (minute < end) break;
    }
    this.#scannedUntil = until;
    this.#touch = minute;
  }

  #scanMinutes(from: number, until: number): number {
    const { high, low } = this.#market.minutes;
    const above = this.#above;
    const below = this.#below;
    let minute = from;
    const market = this.#market;
    while (minute < until && ((high[minute] < above && low[minute] > below) || market.isFilled(minute))) minute++;
    return minute;
  }

  get #isIdle(): boolean {
    return this.#orders.active.length === 0 && this.#position.qty === 0;
  }

  /** Sets the nearest levels above and below the price. A minute that reaches neither fills nothing. */
  #setLevels(): void {
    const { price } = this.#market;
    let above = Number.POSITIVE_INFINITY;
    let below = Number.NEGATIVE_INFINITY;
    for (const order of this.#orders.active) {
      if (!order.isActive) continue;
      // An order that does not rest fills in the next minute.
      if (!ORDER_TYPES[order.type].rests) above = Number.NEGATIVE_INFINITY;
      else if (order.price > price) above = Math.min(above, order.price);
      else below = Math.max(below, order.price);
    }
    const level = this.#position.qty === 0 ? Number.NaN : this.#liquidation.levelOf(this.#position);
    if (this.#position.qty > 0 && level > below) below = level;
    if (this.#position.qty < 0 && level < above) above = level;
    this.#above = above;
    this.#below = below;
    this.#touch = -1;
    this.#levelsVersion = this.#allOrders.version;
  }

  /** Plays a minute: its fills with their hooks, then the market stands at its close. Nothing fills in a filled one. */
  play(minute: number): void {
    if (this.#isIdle || this.#market.isFilled(minute) || !this.#mayTouch(minute)) {
      this.#market.advance(minute);
      return;
    }
    this.#fillAlong(minute);
    this.#market.advance(minute);
    if (this.#conventions.liquidation === 'after-minute') this.#liquidateIn(minute);
  }

  #mayTouch(minute: number): boolean {
    if (this.#levelsVersion !== this.#allOrders.version) this.#setLevels();
    const { high, low } = this.#market.minutes;
    return high[minute] >= this.#above || low[minute] <= this.#below || this.#liquidation.movesWithOthers;
  }

  #fillAlong(minute: number): void {
    const rest = this.#rest;
    rest.load(this.#market.minutes, minute);
    if (this.#gapsOpen) this.#jumpTo(rest.open, minute);
    for (let fills = 0; fills < MOST_FILLS; fills++) {
      const order = this.#nextOnPath();
      const level = this.#liquidationOnPath();
      if (level !== null && (order === null || rest.reachesFirst(level, order.price))) {
        this.#show(minute, level);
        this.#broker.liquidate(this.#position);
      } else if (order !== null) {
        this.#show(minute, order.price);
        this.#execute(order, order.price);
      } else return;
    }
    throw new JbtError(
      'InvalidStrategy',
      `more than ${MOST_FILLS} fills of ${this.#market.symbol} in one minute; a hook orders again at the price it was filled at`,
    );
  }

  #execute(order: LiveOrder, price: number): void {
    const before = Math.sign(this.#position.qty);
    this.#broker.execute(order, price);
    const { open, close, high, low } = this.#rest;
    const after = Math.sign(this.#position.qty);
    if (after !== 0 && after !== before) this.#sinceEntry.set(open, close, high, low);
  }

  /** Moves the present to where the path reaches a price. */
  #show(minute: number, price: number): void {
    this.#rest.cutAt(price, this.#market.shown, this.#conventions.fillAtOpenShows);
    this.#market.enter(minute);
  }

  /** The first active order on the rest of the path; at equal prices, the one submitted first. */
  #nextOnPath(): LiveOrder | null {
    const rest = this.#rest;
    let first: LiveOrder | null = null;
    for (const order of this.#orders.active) {
      if (!order.isActive || !rest.includes(order.price)) continue;
      if (first === null || rest.reachesFirst(order.price, first.price)) first = order;
    }
    return first;
  }

  /** The price at which the rest of the path liquidates the position: its level, or the open when that is beyond. */
  #liquidationOnPath(): number | null {
    if (this.#position.qty === 0 || this.#conventions.liquidation !== 'on-path') return null;
    const level = this.#liquidation.levelOf(this.#position);
    const { open, high, low } = this.#rest;
    if (this.#position.qty > 0) return low <= level ? Math.min(level, open) : null;
    return high >= level ? Math.max(level, open) : null;
  }

  /** Fills at the open the orders that the gap triggers, nearest to the last close first. */
  #jumpTo(open: number, minute: number): void {
    const from = this.#market.price;
    if (open === from) return;
    const jumped = this.#orders.active.filter((order) => order.isActive && fillsBehindGap(order, from, open));
    if (jumped.length === 0) return;
    jumped.sort((a, b) => Math.abs(a.price - from) - Math.abs(b.price - from) || a.id - b.id);
    this.#market.shown.set(open, open, open, open);
    this.#market.enter(minute);
    for (const order of jumped) {
      if (this.#liquidation.comesBefore(order.price, this.#position, open)) this.#broker.liquidate(this.#position);
      this.#execute(order, open);
    }
  }

  /** Liquidates by the range of a minute that is over, from the entry on. */
  #liquidateIn(minute: number): void {
    const { openedAt, qty } = this.#position;
    if (qty === 0) return;
    const level = this.#liquidation.levelOf(this.#position);
    const { high, low } = this.#market.minutes;
    const reached =
      openedAt === this.#app.time ? this.#sinceEntry.includes(level) : low[minute] <= level && level <= high[minute];
    if (reached) this.#broker.liquidate(this.#position);
  }
}

/** True when a gap triggers an order: it does not rest, or it was jumped over and accepts the open. */
function fillsBehindGap({ type, side, price }: LiveOrder, from: number, open: number): boolean {
  const { rests, slips } = ORDER_TYPES[type];
  if (!rests) return true;
  const isJumped = open > from ? price > from && price < open : price < from && price > open;
  const isWorse = side === 'buy' ? open > price : open < price;
  return isJumped && (slips || !isWorse);
}
