import {
  allocateColumns,
  type Candle,
  type CandleColumns,
  COLUMN_NAMES,
  candleFault,
  sliceColumns,
} from '../../../model/candle.ts';
import { JbtError } from '../../../model/errors.ts';
import { formatMinute } from '../../../model/gap.ts';
import { MINUTE, SECOND, type TimeRange, type Timestamp } from '../../../model/time.ts';
import { gapsOf, longerStep } from './grid.ts';
import { RowArrays } from './row-arrays.ts';

export { FEWEST_ON_GRID, longerStep } from './grid.ts';

/** The moment of a minute that times stand for. */
export type Stamp = 'open' | 'close';

/** Formats of text have lines. */
export type RowWord = 'line' | 'row';

/** All rows of a file. */
export interface FinishedRows {
  readonly duplicates: number;
  readonly gaps: readonly TimeRange[];
  /** Distance of rows that are longer candles; null for minutes. */
  readonly longerStep: number | null;
  readonly order: 'ascending' | 'descending' | 'mixed';
  /** Returns all minutes. Missing ones become flat candles without volume at the last close, of line 0. */
  columns(): { readonly candles: CandleColumns; readonly lines: Uint32Array };
}

/** Times of the last second of a minute, such as 00:00:59.999, stand for that minute. */
const LAST_SECOND = 59 * SECOND;

/** The rows of one file as they are read: checked, then put in order, each minute once. */
export class CandleRows {
  readonly #name: string;
  readonly #word: RowWord;
  readonly #shift: number;
  readonly #rows = new RowArrays();
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
    this.#shift = stamp === 'close' ? 1 : 0;
  }

  /** Number of rows, repeated ones included. */
  get length(): number {
    return this.#rows.length + this.#duplicates;
  }

  /** True when times are the last seconds of minutes. */
  get hasLastSeconds(): boolean {
    return this.#hasLastSeconds;
  }

  /** Takes the share of the file that was read. */
  foresee(shareRead: number): void {
    this.#rows.foresee(shareRead);
  }

  /** Adds a row. Throws JbtError `InvalidCandles`. */
  add(line: number, candle: Candle): void {
    const minute = this.#minuteOf(candle.timestamp);
    const fault = minute === null ? 'that is not a whole minute' : candleFault(candle);
    if (minute === null || fault !== null) this.refuse(line, `${formatTime(candle.timestamp)}: ${fault}`);
    if (minute > this.#last) {
      this.#descends &&= this.#rows.length === 0;
    } else if (this.#isRepeated(minute, candle)) {
      return;
    }
    this.#last = minute;
    this.#rows.append(line, minute, candle);
  }

  /** Handles a minute that is not after the last. True for the last row again. */
  #isRepeated(minute: number, candle: Candle): boolean {
    if (minute === this.#last && this.#rows.isEqual(this.#rows.length - 1, candle)) {
      this.#duplicates += 1;
      return true;
    }
    this.#ascends = false;
    this.#descends &&= minute < this.#last;
    return false;
  }

  /** Throws JbtError `InvalidCandles` about a line. */
  refuse(line: number, reason: string): never {
    throw new JbtError('InvalidCandles', `${this.#name} ${this.#word} ${line}: ${reason}`);
  }

  /**
   * Puts the rows in order. Throws JbtError `ConflictingCandles`; `hint` adds to its message when the rows of one
   * minute are so many lines apart.
   */
  finish(hint: (lines: number) => string): FinishedRows {
    const order = this.#ascends ? 'ascending' : this.#descends ? 'descending' : 'mixed';
    if (order === 'descending') this.#rows.reverse();
    if (order === 'mixed') this.#sort(hint);
    const minutes = this.#rows.minutes.subarray(0, this.#rows.length);
    return {
      duplicates: this.#duplicates,
      gaps: gapsOf(minutes),
      longerStep: longerStep(minutes),
      order,
      columns: () => this.#columns(minutes),
    };
  }

  /** Returns the minute that a time stands for. Null between minutes, and for a mixture of both stamps. */
  #minuteOf(timestamp: Timestamp): number | null {
    const minute = Math.floor(timestamp / MINUTE);
    const rest = timestamp - minute * MINUTE;
    if (rest === 0) {
      this.#hasWholeMinutes = true;
      return this.#hasLastSeconds ? null : minute - this.#shift;
    }
    if (rest < LAST_SECOND || this.#hasWholeMinutes) return null;
    this.#hasLastSeconds = true;
    return minute;
  }

  #sort(hint: (lines: number) => string): void {
    const rows = this.#rows;
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

  #refuseConflict(first: number, second: number, hint: (lines: number) => string): void {
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

  #columns(minutes: Uint32Array) {
    const start = minutes[0];
    const length = minutes[minutes.length - 1] + 1 - start;
    // Without gaps, the rows themselves are the columns: a copy would double the memory.
    return length === minutes.length ? this.#rowsAsColumns(start) : this.#spreadRows(start, length);
  }

  #rowsAsColumns(start: number) {
    const { length, columns, lines } = this.#rows;
    const all = { start: start * MINUTE, step: MINUTE, length, ...columns };
    return { candles: sliceColumns(all, 0, length), lines: lines.subarray(0, length) };
  }

  #spreadRows(start: number, length: number) {
    const { minutes, columns } = this.#rows;
    const candles = allocateColumns(start * MINUTE, MINUTE, length);
    const lines = new Uint32Array(length);
    for (let row = 0, i = 0; row < this.#rows.length; row++, i++) {
      for (; start + i < minutes[row]; i++) writeFlat(candles, i);
      for (const name of COLUMN_NAMES) candles[name][i] = columns[name][row];
      lines[i] = this.#rows.lines[row];
    }
    return { candles, lines };
  }
}

/** Writes a minute without a trade. The volume of fresh columns is zero already. */
function writeFlat(columns: CandleColumns, index: number): void {
  const price = columns.close[index - 1];
  columns.open[index] = price;
  columns.close[index] = price;
  columns.high[index] = price;
  columns.low[index] = price;
}

/** Formats a time, with seconds only when there are some. */
function formatTime(timestamp: Timestamp): string {
  return timestamp % MINUTE === 0 ? formatMinute(timestamp) : new Date(timestamp).toISOString();
}
