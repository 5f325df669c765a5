import { type Candle, candleFault } from '../../../model/candle.ts';
import { JbtError } from '../../../model/errors.ts';
import { formatMinute } from '../../../model/gap.ts';
import { MINUTE, SECOND, type Timestamp } from '../../../model/time.ts';
import { type FileRows, RowArrays } from './row-arrays.ts';

export type { FileRows } from './row-arrays.ts';

/** The moment of a candle that times stand for. */
export type Stamp = 'open' | 'close';

/** Formats of text have lines. */
export type RowWord = 'line' | 'row';

/** Rows that were taken out in order. */
export interface TakenRows {
  readonly rows: FileRows;
  /** Number of rows that repeat another. */
  readonly duplicates: number;
}

/** Adds to the message about two rows of one minute that are so many lines apart. */
export type ConflictHint = (lines: number) => string;

/** Times of the last second of a minute, such as 00:00:59.999, stand for that minute. */
const LAST_SECOND = 59 * SECOND;

/** The rows of one file as they are read: checked, then taken out in order, each time once. */
export class CandleRows {
  readonly #name: string;
  readonly #word: RowWord;
  readonly #stamp: Stamp;
  #rows = new RowArrays();
  #taken = 0;
  #duplicates = 0;
  /** The minute of the last row. */
  #last = Number.NEGATIVE_INFINITY;
  #ascends = true;
  #descends = true;
  #hasWholeMinutes = false;
  #hasLastSeconds = false;

  /** `word` names the rows in messages. */
  constructor(name: string, stamp: Stamp, word: RowWord) {
    this.#name = name;
    this.#word = word;
    this.#stamp = stamp;
  }

  /** Number of rows, repeated and taken ones included. */
  get length(): number {
    return this.#taken + this.waiting + this.#duplicates;
  }

  /** Number of rows that can be taken. */
  get waiting(): number {
    return this.#rows.length;
  }

  /** The moment of a candle that times stand for. */
  get stamp(): Stamp {
    return this.#hasLastSeconds ? 'close' : this.#stamp;
  }

  get order(): 'ascending' | 'descending' | 'mixed' {
    if (this.#ascends) return 'ascending';
    return this.#descends ? 'descending' : 'mixed';
  }

  /** True when times are the last seconds of minutes, which end candles. */
  get hasLastSeconds(): boolean {
    return this.#hasLastSeconds;
  }

  /** Adds a row. Throws JbtError `InvalidCandles`. */
  add(line: number, candle: Candle): void {
    const minute = this.#minuteOf(candle.timestamp);
    const fault = minute === null ? 'that is not a whole minute: round the times to minutes' : candleFault(candle);
    if (minute === null || fault !== null) this.refuse(line, `${formatTime(candle.timestamp)}: ${fault}`);
    if (minute > this.#last) {
      this.#descends &&= this.#last === Number.NEGATIVE_INFINITY;
    } else if (this.#isRepeated(minute, candle)) {
      return;
    }
    this.#last = minute;
    this.#rows.append(line, minute, candle);
  }

  /** Handles a minute that is not after the last. True for the last row again. */
  #isRepeated(minute: number, candle: Candle): boolean {
    if (minute === this.#last) {
      // The row before was taken already: only who has it can compare.
      if (this.waiting === 0) return false;
      if (this.#rows.isEqual(this.waiting - 1, candle)) {
        this.#duplicates += 1;
        return true;
      }
    }
    this.#ascends = false;
    this.#descends &&= minute < this.#last;
    return false;
  }

  /** Throws JbtError `InvalidCandles` about a line. */
  refuse(line: number, reason: string): never {
    throw new JbtError('InvalidCandles', `${this.#name} ${this.#word} ${line}: ${reason}`);
  }

  /** Takes out the rows so far, in order. Throws JbtError `ConflictingCandles` for two rows of one time. */
  take(hint: ConflictHint): TakenRows {
    if (this.order === 'descending') this.#rows.reverse();
    if (this.order === 'mixed') this.#sort(hint);
    const [rows, duplicates] = [this.#rows.view(), this.#duplicates];
    this.#taken += rows.minutes.length + duplicates;
    this.#duplicates = 0;
    this.#rows = new RowArrays();
    return { rows, duplicates };
  }

  /** Returns the minute that a time stands for. Null between minutes, and for a mixture of both stamps. */
  #minuteOf(timestamp: Timestamp): number | null {
    const minute = Math.floor(timestamp / MINUTE);
    const rest = timestamp - minute * MINUTE;
    if (rest === 0) {
      this.#hasWholeMinutes = true;
      return this.#hasLastSeconds ? null : this.#stamp === 'close' ? minute - 1 : minute;
    }
    if (rest < LAST_SECOND || this.#hasWholeMinutes) return null;
    this.#hasLastSeconds = true;
    return minute;
  }

  #sort(hint: ConflictHint): void {
    const rows = this.#rows;
    if (rows.length === 0) return;
    rows.sort();
    let kept = 0;
    for (let row = 1; row < rows.length; row++) {
      if (rows.minutes[row] !== rows.minutes[kept]) {
        kept += 1;
        if (kept < row) rows.move(row, kept);
      } else {
        this.#refuseConflict(kept, row, hint);
        this.#duplicates += 1;
      }
    }
    rows.length = kept + 1;
  }

  #refuseConflict(first: number, second: number, hint: ConflictHint): void {
    const { columns, lines, minutes } = this.#rows;
    const name = this.#rows.differingColumn(first, second);
    if (name === undefined) return;
    const minute = formatMinute(minutes[second] * MINUTE);
    const values = `${name} of ${minute} is ${columns[name][second]}, but ${this.#word} ${lines[first]} says ${columns[name][first]}`;
    throw new JbtError(
      'ConflictingCandles',
      `${this.#name} ${this.#word} ${lines[second]}: ${values}${hint(lines[second] - lines[first])}`,
    );
  }
}

/** Formats a time, with seconds only when there are some. */
function formatTime(timestamp: Timestamp): string {
  return timestamp % MINUTE === 0 ? formatMinute(timestamp) : new Date(timestamp).toISOString();
}
