import { DAY, MINUTE, type Timestamp } from '../model/time.ts';
import type { Conventions } from './conventions.ts';

const DAY_MINUTES = DAY / MINUTE;

/** The events that the clock alone makes, in minute indexes from `first` to `end` (exclusive). */
export class Schedule {
  readonly first: number;
  readonly end: number;
  /** The minute of the next event. */
  due = 0;
  readonly #start: Timestamp;
  readonly #dayOffset: number;
  readonly #sampling: Conventions['equitySample'];

  constructor(start: Timestamp, first: number, end: number, sampling: Conventions['equitySample']) {
    // 32-bit integers: remainders of doubles are slow.
    this.first = first | 0;
    this.end = end | 0;
    this.#start = start;
    this.#dayOffset = ((start % DAY) / MINUTE) | 0;
    this.#sampling = sampling;
    this.setDue(this.first);
  }

  /** Open time of a minute. */
  timeOf(minute: number): Timestamp {
    return this.#start + minute * MINUTE;
  }

  /** True for the last minute of a UTC day, and of the session. */
  endsDay(minute: number): boolean {
    return minute === this.#lastMinuteOfDay(minute);
  }

  #lastMinuteOfDay(minute: number): number {
    const into = (minute + this.#dayOffset) % DAY_MINUTES;
    return Math.min(minute + DAY_MINUTES - 1 - into, this.end - 1);
  }

  /** Sets `due` to the first event from `minute` on. */
  setDue(minute: number): void {
    const dayEnd = this.#lastMinuteOfDay(minute);
    const into = (minute - this.first) % DAY_MINUTES;
    const sample = into === 0 ? minute : minute + DAY_MINUTES - into;
    this.due = this.#sampling === 'day-end' ? dayEnd : Math.min(dayEnd, sample);
  }

  /** True when equity is sampled after this minute. The session adds the last sample itself. */
  samplesEquity(minute: number): boolean {
    if (this.#sampling === 'day-end') return this.endsDay(minute) && minute !== this.end - 1;
    return minute !== this.first && (minute - this.first) % DAY_MINUTES === 0;
  }
}
