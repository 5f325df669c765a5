import { DAY, MINUTE, type Timestamp } from '../model/time.ts';
import type { Conventions } from './conventions.ts';

/**
 * The events that the clock alone makes, in indexes of minutes from `first` to `end` (exclusive). A minute of the engine
 * is a candle of the session's base timeframe.
 */
export class Schedule {
  readonly first: number;
  readonly end: number;
  /** The minute of the next event. */
  due = 0;
  /** Samples of equity at a time: one, or one for each day that a minute spans. */
  readonly samplesAtOnce: number;
  readonly #start: Timestamp;
  /** Milliseconds of a minute. */
  readonly #step: number;
  /** Minutes of a day, at least one. */
  readonly #dayMinutes: number;
  readonly #dayOffset: number;
  readonly #sampling: Conventions['equitySample'];

  constructor(start: Timestamp, first: number, end: number, sampling: Conventions['equitySample'], step = MINUTE) {
    // 32-bit integers: remainders of doubles are slow.
    this.first = first | 0;
    this.end = end | 0;
    this.#start = start;
    this.#step = step;
    this.samplesAtOnce = Math.max(1, step / DAY);
    this.#dayMinutes = Math.max(1, DAY / step) | 0;
    this.#dayOffset = ((start % DAY) / step) | 0;
    this.#sampling = sampling;
    this.setDue(this.first);
  }

  /** Open time of a minute. */
  timeOf(minute: number): Timestamp {
    return this.#start + minute * this.#step;
  }

  /** The minute that ends at a time. */
  minuteEndingAt(time: Timestamp): number {
    return (time - this.#start) / this.#step - 1;
  }

  /** True for the last minute of a UTC day, and of the session. */
  endsDay(minute: number): boolean {
    return minute === this.#lastMinuteOfDay(minute);
  }

  #lastMinuteOfDay(minute: number): number {
    const into = (minute + this.#dayOffset) % this.#dayMinutes;
    return Math.min(minute + this.#dayMinutes - 1 - into, this.end - 1);
  }

  /** Sets `due` to the first event from `minute` on. */
  setDue(minute: number): void {
    const dayEnd = this.#lastMinuteOfDay(minute);
    const into = (minute - this.first) % this.#dayMinutes;
    const sample = into === 0 ? minute : minute + this.#dayMinutes - into;
    this.due = this.#sampling === 'day-end' ? dayEnd : Math.min(dayEnd, sample);
  }

  /** True when equity is sampled after this minute. The session adds the last sample itself. */
  samplesEquity(minute: number): boolean {
    if (this.#sampling === 'day-end') return this.endsDay(minute) && minute !== this.end - 1;
    return minute !== this.first && (minute - this.first) % this.#dayMinutes === 0;
  }
}
