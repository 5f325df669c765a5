/** Maps minutes to bars. Both count from 0; minutes before bar 0 belong to none. */
export interface BarClock {
  /** Index of the minute with which a bar opens. */
  firstMinuteOf(bar: number): number;
  /** Bars that are complete after this many minutes. */
  completedIn(minutes: number): number;
  /** True when a bar ends with this minute. */
  closesAt(minute: number): boolean;
  /** The last minute of the bar that holds a minute, or of the next one where none does. */
  lastMinuteOfBar(minute: number): number;
  /** The last minute of the bar after the one that ends with this minute. */
  nextClose(minute: number): number;
}

/** Bars of one minute. Without divisions: three a bar were a tenth of a session in which nothing happens. */
export class MinuteClock implements BarClock {
  firstMinuteOf(bar: number): number {
    return bar;
  }

  completedIn(minutes: number): number {
    return minutes;
  }

  closesAt(): boolean {
    return true;
  }

  lastMinuteOfBar(minute: number): number {
    return minute;
  }

  nextClose(minute: number): number {
    return minute + 1;
  }
}

/** Bars of one length. */
export class EvenClock implements BarClock {
  readonly #offset: number;
  readonly #minutes: number;

  constructor(offset: number, minutes: number) {
    // 32-bit integers, for the remainders below.
    this.#offset = offset | 0;
    this.#minutes = minutes | 0;
  }

  firstMinuteOf(bar: number): number {
    return this.#offset + bar * this.#minutes;
  }

  completedIn(minutes: number): number {
    const since = minutes - this.#offset;
    return since > 0 ? Math.floor(since / this.#minutes) : 0;
  }

  closesAt(minute: number): boolean {
    return minute >= this.#offset && (minute + 1 - this.#offset) % this.#minutes === 0;
  }

  lastMinuteOfBar(minute: number): number {
    const into = (minute - this.#offset) % this.#minutes;
    return minute + this.#minutes - 1 - (into < 0 ? into + this.#minutes : into);
  }

  nextClose(minute: number): number {
    return minute + this.#minutes;
  }
}

/** Bars that differ in length: calendar months. */
export class UnevenClock implements BarClock {
  readonly #starts: readonly number[];

  /** `starts` are the minutes with which bars open; the last one lies behind every minute that is asked for. */
  constructor(starts: readonly number[]) {
    this.#starts = starts;
  }

  firstMinuteOf(bar: number): number {
    return this.#starts[bar];
  }

  completedIn(minutes: number): number {
    return Math.max(0, this.#opened(minutes) - 1);
  }

  closesAt(minute: number): boolean {
    const opened = this.#opened(minute + 1);
    return opened > 1 && this.#starts[opened - 1] === minute + 1;
  }

  lastMinuteOfBar(minute: number): number {
    return this.#starts[this.#opened(minute)] - 1;
  }

  nextClose(minute: number): number {
    return this.lastMinuteOfBar(minute + 1);
  }

  #opened(minute: number): number {
    return countUpTo(this.#starts, minute);
  }
}

/** Bars with holes between them: those without a trade are left out. */
export class SparseClock implements BarClock {
  readonly #firsts: ArrayLike<number>;
  readonly #ends: ArrayLike<number>;
  /** The answer before. */
  #lastCompleted = 0;

  /** `firsts` are the first traded minutes of the bars, `ends` the minutes with which the time of each is over. */
  constructor(firsts: ArrayLike<number>, ends: ArrayLike<number>) {
    this.#firsts = firsts;
    this.#ends = ends;
  }

  firstMinuteOf(bar: number): number {
    return bar < this.#firsts.length ? this.#firsts[bar] : Number.POSITIVE_INFINITY;
  }

  /** Time mostly moves by a minute: a binary search for each doubled the time of a 1m session. */
  completedIn(minutes: number): number {
    const last = this.#lastCompleted;
    if (this.#areCompletedIn(last, minutes)) return last;
    if (this.#areCompletedIn(last + 1, minutes)) this.#lastCompleted = last + 1;
    else if (last > 0 && this.#areCompletedIn(last - 1, minutes)) this.#lastCompleted = last - 1;
    else this.#lastCompleted = countUpTo(this.#ends, minutes);
    return this.#lastCompleted;
  }

  #areCompletedIn(bars: number, minutes: number): boolean {
    const ends = this.#ends;
    if (bars > ends.length) return false;
    return (bars === 0 || ends[bars - 1] <= minutes) && (bars === ends.length || ends[bars] > minutes);
  }

  closesAt(minute: number): boolean {
    const completed = this.completedIn(minute + 1);
    return completed > 0 && this.#ends[completed - 1] === minute + 1;
  }

  lastMinuteOfBar(minute: number): number {
    const bar = this.completedIn(minute);
    return bar < this.#ends.length ? this.#ends[bar] - 1 : Number.POSITIVE_INFINITY;
  }

  nextClose(minute: number): number {
    return this.lastMinuteOfBar(minute + 1);
  }
}

/** Counts the numbers, in ascending order, that are at most `limit`: a binary search. */
function countUpTo(ascending: ArrayLike<number>, limit: number): number {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (ascending[middle] <= limit) from = middle + 1;
    else to = middle;
  }
  return from;
}
