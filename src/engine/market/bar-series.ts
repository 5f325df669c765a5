import { allocateColumns, type CandleColumns, openTime } from '../../model/candle.ts';
import type { Timestamp } from '../../model/time.ts';
import type { Timeframe } from '../../model/timeframe.ts';
import type { BarClock } from './bar-clock.ts';
import { aggregateInto, type Bars } from './bars.ts';
import type { MarketCandles } from './market-candles.ts';

/**
 * One market in one timeframe up to the present: complete bars, and the forming bar made of the minutes since.
 * Only `whole` reaches beyond the present.
 */
export class BarSeries {
  readonly market: MarketCandles;
  readonly timeframe: Timeframe;
  /** All complete bars of the session. They reach into the future and are for the engine only. */
  readonly whole: CandleColumns;
  readonly #clock: BarClock;
  readonly #forming: CandleColumns;
  #formingStamp = -1;
  #stamp = -1;
  #completed = 0;
  #forms = false;
  #newestRow = -1;

  constructor(market: MarketCandles, timeframe: Timeframe, bars: Bars) {
    this.market = market;
    this.timeframe = timeframe;
    this.whole = bars.columns;
    this.#clock = bars.clock;
    this.#forming = allocateColumns(0, bars.columns.step, 1);
  }

  /** Complete bars at present. */
  get completed(): number {
    if (this.#stamp !== this.market.stamp) this.#lookAtPresent();
    return this.#completed;
  }

  /** Row of the current bar among the complete ones; −1 while it forms or before the first. */
  get newestRow(): number {
    if (this.#stamp !== this.market.stamp) this.#lookAtPresent();
    return this.#newestRow;
  }

  /** True while a bar is forming. */
  get forms(): boolean {
    if (this.#stamp !== this.market.stamp) this.#lookAtPresent();
    return this.#forms;
  }

  #lookAtPresent(): void {
    const { completeMinutes, isPartial, stamp } = this.market;
    this.#stamp = stamp;
    this.#completed = this.#clock.completedIn(completeMinutes);
    const into = completeMinutes - this.#clock.firstMinuteOf(this.#completed);
    this.#forms = isPartial ? into >= 0 : into > 0;
    this.#newestRow = this.#forms ? -1 : this.#completed - 1;
  }

  get length(): number {
    return this.completed + (this.forms ? 1 : 0);
  }

  /** True when a bar ends with this minute. */
  closesAt(minute: number): boolean {
    return this.#clock.closesAt(minute);
  }

  /** The last minute of the bar that holds a minute. */
  lastMinuteOfBar(minute: number): number {
    return this.#clock.lastMinuteOfBar(minute);
  }

  /** The last minute of the bar after the one that ends with a minute. */
  nextClose(minute: number): number {
    return this.#clock.nextClose(minute);
  }

  /** True when the minutes of the bar that holds a minute all lie between two prices; false unless the bar is complete. */
  staysBetween(below: number, above: number, minute: number): boolean {
    const bar = this.#clock.completedIn(minute);
    const { high, low, length } = this.whole;
    return bar < length && minute >= this.#clock.firstMinuteOf(bar) && high[bar] < above && low[bar] > below;
  }

  /** The forming bar as columns of one row, which the next call may overwrite. Only while one forms. */
  forming(): CandleColumns {
    const { market } = this;
    if (this.#formingStamp === market.stamp) return this.#forming;
    this.#formingStamp = market.stamp;
    const from = this.#clock.firstMinuteOf(this.completed);
    const to = market.completeMinutes;
    if (to > from) aggregateInto(this.#forming, 0, market.minutes, from, to);
    if (market.isPartial) this.#addPartialMinute(to > from);
    return this.#forming;
  }

  #addPartialMinute(hasMinutes: boolean): void {
    const { shown, minutes, newest } = this.market;
    const bar = this.#forming;
    if (!hasMinutes) {
      bar.open[0] = shown.open;
      bar.high[0] = shown.high;
      bar.low[0] = shown.low;
      bar.volume[0] = 0;
    }
    bar.high[0] = Math.max(bar.high[0], shown.high);
    bar.low[0] = Math.min(bar.low[0], shown.low);
    bar.close[0] = shown.close;
    bar.volume[0] += minutes.volume[newest];
  }

  get startOfForming(): Timestamp {
    return openTime(this.whole, this.completed);
  }
}
