import type { Position } from './account/position.ts';
import type { BarSeries } from './market/bar-series.ts';
import type { MarketCandles } from './market/market-candles.ts';
import type { Schedule } from './schedule.ts';
import { equityOf } from './store/equity.ts';
import type { Store } from './store/index.ts';

/**
 * The deepest fall of equity below its peak, over every close of a bar of one series and every sample.
 *
 * Lazy: one loop looks at all closes since the last change of positions (measured: a call per bar costs a 1m route 6 %).
 * With one position open, equity is linear in its price, so most closes cost two comparisons.
 */
export class DrawdownMeter {
  readonly #store: Store;
  readonly #bars: BarSeries;
  readonly #markets: ReadonlyMap<string, MarketCandles>;
  readonly #schedule: Schedule;
  /** The minute of the next close to look at. */
  #next: number;
  #peak = Number.NEGATIVE_INFINITY;
  /** The lowest equity since the peak. */
  #trough = Number.POSITIVE_INFINITY;
  #deepest = 0;
  /** The price at which the one open position is valued. */
  #price = Number.NaN;
  /** One function for all closes: one each was a fifth of the memory that a 1m session allocates. */
  readonly #priceOfHeld = (): number => this.#price;

  constructor(store: Store, bars: BarSeries, markets: readonly MarketCandles[], schedule: Schedule) {
    this.#store = store;
    this.#bars = bars;
    this.#markets = new Map(markets.map((market) => [market.symbol, market]));
    this.#schedule = schedule;
    this.#next = bars.lastMinuteOfBar(schedule.first);
  }

  /** As a share of the peak: 0 without a fall, else below 0. */
  get deepest(): number {
    this.catchUp();
    return this.#deepestSoFar;
  }

  get #deepestSoFar(): number {
    return this.#peak > 0 ? Math.min(this.#deepest, this.#trough / this.#peak - 1) : this.#deepest;
  }

  sample(equity: number): void {
    this.catchUp();
    this.#look(equity);
  }

  /** Looks at the closes before the minute being played, with the present positions. Call it before they change. */
  catchUp(): void {
    const minute = this.#schedule.minuteEndingAt(this.#store.app.time);
    if (this.#next >= minute) return;
    let open = 0;
    let held: Position | null = null;
    for (const position of this.#store.positions.all) {
      if (!position.isOpen) continue;
      held = position;
      open++;
    }
    if (held === null) this.#look(equityOf(this.#store));
    else if (open === 1) this.#followOne(held, minute);
    else this.#followAll(minute);
    this.#next = this.#bars.lastMinuteOfBar(minute);
  }

  #followOne(position: Position, until: number): void {
    const { close } = this.#marketOf(position).minutes;
    // Equity lies between trough and peak while the price lies between these two.
    let above = Number.POSITIVE_INFINITY;
    let below = Number.NEGATIVE_INFINITY;
    for (let minute = this.#next; minute < until; minute = this.#bars.nextClose(minute)) {
      const price = close[minute];
      if (price > above && price < below) continue;
      this.#price = price;
      const equity = equityOf(this.#store, this.#priceOfHeld);
      this.#look(equity);
      const atTrough = price + (this.#trough - equity) / position.qty;
      const atPeak = price + (this.#peak - equity) / position.qty;
      above = Math.min(atTrough, atPeak);
      below = Math.max(atTrough, atPeak);
    }
  }

  #followAll(until: number): void {
    for (let minute = this.#next; minute < until; minute = this.#bars.nextClose(minute)) {
      this.#look(equityOf(this.#store, (position) => this.#marketOf(position).minutes.close[minute]));
    }
  }

  #look(equity: number): void {
    if (equity < this.#trough) this.#trough = equity;
    if (equity <= this.#peak) return;
    this.#deepest = this.#deepestSoFar;
    this.#peak = equity;
    this.#trough = equity;
  }

  #marketOf({ symbol }: Position): MarketCandles {
    const market = this.#markets.get(symbol);
    if (market === undefined) throw new RangeError(`${symbol} has no candles`);
    return market;
  }
}
