import type { CandleColumns } from '../../model/candle.ts';
import { PricePath } from './price-path.ts';

/** The minutes of one market in a session, and its present among them. */
export class MarketCandles {
  readonly symbol: string;
  /** From the first warm-up minute to the last traded one. */
  readonly minutes: CandleColumns;
  /** Index of the newest minute that has begun. */
  newest: number;
  /** The past part of the newest minute, while its orders fill. */
  readonly shown = new PricePath();
  isPartial = false;
  /** Changes whenever the present does. */
  stamp = 0;

  constructor(symbol: string, minutes: CandleColumns, firstTraded: number) {
    this.symbol = symbol;
    this.minutes = minutes;
    this.newest = firstTraded - 1;
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
