import type { StoredCandles } from '../../model/candle.ts';
import { PricePath } from './price-path.ts';

/** The minutes of one market in a session, and its present among them. */
export class MarketCandles {
  readonly symbol: string;
  /** From the first warm-up minute to the last traded one. */
  readonly minutes: StoredCandles;
  /** Index of the newest minute that has begun. */
  newest: number;
  /** The past part of the newest minute, while its orders fill. */
  readonly shown = new PricePath();
  isPartial = false;
  /** Changes whenever the present does. */
  stamp = 0;
  readonly #filled: Uint8Array | undefined;

  constructor(symbol: string, minutes: StoredCandles, firstTraded: number) {
    this.symbol = symbol;
    this.minutes = minutes;
    this.#filled = minutes.filled;
    this.newest = firstTraded - 1;
  }

  /** True for a market of which some minutes are filled. */
  get closesAtTimes(): boolean {
    return this.#filled !== undefined;
  }

  /** True when no source had a minute: nothing was traded in it. */
  isFilled(minute: number): boolean {
    return this.#filled !== undefined && this.#filled[minute] === 1;
  }

  /** True while nothing is traded: the newest minute is filled. */
  get isClosed(): boolean {
    return this.isFilled(this.newest);
  }

  /** Moves the present to the end of a minute. */
  advance(minute: number): void {
    this.newest = minute;
    this.isPartial = false;
    this.stamp++;
  }

  /** Moves the present into a minute, to the end of `shown`. */
  enter(minute: number): void {
    this.newest = minute;
    this.isPartial = true;
    this.stamp++;
  }

  /** True once the session is under way. Strategies are made before its first minute. */
  get hasBegun(): boolean {
    return this.stamp > 0;
  }

  get completeMinutes(): number {
    return this.isPartial ? this.newest : this.newest + 1;
  }

  /** The newest price; before any candle, the price at which the first one opens. */
  get price(): number {
    if (this.isPartial) return this.shown.close;
    return this.newest < 0 ? this.minutes.open[0] : this.minutes.close[this.newest];
  }
}
