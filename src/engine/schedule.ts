import { DAY, MINUTE, type Timestamp } from '../model/time.ts';
import type { Conventions } from './conventions.ts';

const DAY_MINUTES = DAY / MINUTE;

/** Events due by the clock alone, in minute indexes of the session, from `first` to `end`. */
export class Schedule {
  readonly first: number;
  readonly end: number;
  /** The next minute in which the clock alone makes something happen. */
  due = 0;
  readonly #start: Timestamp;
  readonly #dayOffset: number;
  readonly #sampling: Conventions['equitySample'];

  constructor(start: Timestamp, first: number, end: number, sampling: Conventions['equitySample']) {
    // As 32-bit integers: the loop takes remainders of minutes, which is slow for doubles.
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

  /** True for the last minute of a UTC day or of the session. */
  endsDay(minute: number): boolean {
    return minute === this.#lastMinuteOfDay(minute);
  }

  #lastMinuteOfDay(minute: number): number {
    const into = (minute + this.#dayOffset) % DAY_MINUTES;
    return Math.min(minute + DAY_MINUTES - 1 - into, this.end - 1);
  }

  /** Sets `due` to the first minute from `minute` on in which the clock alone makes something happen. */
  setDue(minute: number): void {
    const dayEnd = this.#lastMinuteOfDay(minute);
    const into = (minute - this.first) % DAY_MINUTES;
    const sample = into === 0 ? minute : minute + DAY_MINUTES - into;
    this.due = this.#sampling === 'day-end' ? dayEnd : Math.min(dayEnd, sample);
  }

  /** True when equity is sampled after this minute. The final sample comes by itself. */
  samplesEquity(minute: number): boolean {
    if (this.#sampling === 'day-end') return this.endsDay(minute) && minute !== this.end - 1;
    return minute !== this.first && (minute - this.first) % DAY_MINUTES === 0;
  }
}
