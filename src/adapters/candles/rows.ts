import {
  allocateColumns,
  type Candle,
  type CandleColumns,
  COLUMN_NAMES,
  type ColumnName,
  candleFault,
  sliceColumns,
} from '../../model/candle.ts';
import { JbtError } from '../../model/errors.ts';
import { formatMinute } from '../../model/gap.ts';
import { MINUTE, type TimeRange, type Timestamp } from '../../model/time.ts';

/** Fewer rows may lie on a longer grid by chance, in a market with few trades. */
const FEWEST_ON_GRID = 6;

/** Number of rows that fit at first: a few days of minutes. */
const FIRST_CAPACITY = 1 << 13;
const LEAST_GROWTH = 2;
/** Memory that is reserved but not written to costs nothing; to grow again costs a copy. */
const GROWTH_MARGIN = 1.1;

/** The rows of one file as they are read: checked, in order, each minute once. */
export class CandleRows {
  readonly #name: string;
  #growth = LEAST_GROWTH;
  #length = 0;
  #duplicates = 0;
  /** Minutes since 1970. */
  #minutes = new Uint32Array(FIRST_CAPACITY);
  #lines = new Uint32Array(FIRST_CAPACITY);
  /** Columns, not an object a row: years of minutes are millions of rows. */
  readonly #columns: Record<ColumnName, Float64Array> = allocateNumbers(FIRST_CAPACITY);

  constructor(name: string) {
    this.#name = name;
  }

  get length(): number {
    return this.#length;
  }

  /** Number of rows that repeat an earlier row. */
  get duplicates(): number {
    return this.#duplicates;
  }

  /** Takes the share of the file that was read, so that the next growth has room for all of it. */
  foresee(shareRead: number): void {
    this.#growth = Math.max(LEAST_GROWTH, GROWTH_MARGIN / shareRead);
  }

  /** Adds a row. Throws JbtError `InvalidCandles` or `ConflictingCandles`. */
  add(line: number, candle: Candle): void {
    const minute = Math.round(candle.timestamp / MINUTE);
    const fault = minute * MINUTE === candle.timestamp ? candleFault(candle) : 'that is not a whole minute';
    if (fault !== null) this.refuse(line, `${formatTime(candle.timestamp)}: ${fault}`);
    if (this.#length === 0 || minute > this.#minutes[this.#length - 1]) this.#append(line, minute, candle);
    else this.#repeat(line, minute, candle);
  }

  /** Throws JbtError `InvalidCandles` about a line. */
  refuse(line: number, reason: string): never {
    throw new JbtError('InvalidCandles', `${this.#name} line ${line}: ${reason}`);
  }

  /**
   * Returns the least distance of two neighbours when all rows lie on a grid of several minutes, as longer candles do.
   * Null for minutes, with gaps or without, and for too few rows to tell.
   */
  longerStep(): number | null {
    if (this.#length < FEWEST_ON_GRID) return null;
    let divisor = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let row = 1; row < this.#length && divisor !== 1; row++) {
      const step = this.#minutes[row] - this.#minutes[row - 1];
      divisor = greatestDivisor(step, divisor);
      least = Math.min(least, step);
    }
    return divisor === 1 ? null : least * MINUTE;
  }

  /** Returns the missing minutes between rows. */
  gaps(): readonly TimeRange[] {
    const gaps: TimeRange[] = [];
    for (let row = 1; row < this.#length; row++) {
      const next = this.#minutes[row - 1] + 1;
      if (this.#minutes[row] > next) gaps.push({ from: next * MINUTE, to: this.#minutes[row] * MINUTE });
    }
    return gaps;
  }

  /** Returns all rows as columns. Missing minutes become flat candles without volume at the last close, of line 0. */
  columns(): { readonly candles: CandleColumns; readonly lines: Uint32Array } {
    const start = this.#minutes[0];
    const length = this.#minutes[this.#length - 1] + 1 - start;
    // Without gaps, the rows themselves are the columns: a copy would double the memory.
    return length === this.#length ? this.#rowsAsColumns(start) : this.#spreadRows(start, length);
  }

  #rowsAsColumns(start: number) {
    const columns = { start: start * MINUTE, step: MINUTE, length: this.#length, ...this.#columns };
    return { candles: sliceColumns(columns, 0, this.#length), lines: this.#lines.subarray(0, this.#length) };
  }

  #spreadRows(start: number, length: number) {
    const candles = allocateColumns(start * MINUTE, MINUTE, length);
    const lines = new Uint32Array(length);
    for (let row = 0, i = 0; row < this.#length; row++, i++) {
      for (; start + i < this.#minutes[row]; i++) writeFlat(candles, i);
      for (const name of COLUMN_NAMES) candles[name][i] = this.#columns[name][row];
      lines[i] = this.#lines[row];
    }
    return { candles, lines };
  }

  #append(line: number, minute: number, candle: Candle): void {
    if (this.#length === this.#minutes.length) this.#grow();
    const row = this.#length;
    this.#minutes[row] = minute;
    this.#lines[row] = line;
    // Adding zero turns -0 into 0, because equal candles must have equal bytes.
    for (const name of COLUMN_NAMES) this.#columns[name][row] = candle[name] + 0;
    this.#length += 1;
  }

  #grow(): void {
    const capacity = Math.ceil(this.#length * this.#growth);
    this.#minutes = copyInto(new Uint32Array(capacity), this.#minutes);
    this.#lines = copyInto(new Uint32Array(capacity), this.#lines);
    for (const name of COLUMN_NAMES) this.#columns[name] = copyInto(new Float64Array(capacity), this.#columns[name]);
  }

  /** Handles a minute that is not after the last: a repeated row, another candle for it, or a row out of order. */
  #repeat(line: number, minute: number, candle: Candle): void {
    const row = this.#find(minute);
    if (row < 0) this.#refuseOrder(line, minute);
    const name = COLUMN_NAMES.find((column) => this.#columns[column][row] !== candle[column]);
    if (name === undefined) {
      this.#duplicates += 1;
      return;
    }
    throw new JbtError(
      'ConflictingCandles',
      `${this.#name} line ${line}: ${name} of ${formatMinute(candle.timestamp)} is ${candle[name]}, but line ${this.#lines[row]} says ${this.#columns[name][row]}`,
    );
  }

  #refuseOrder(line: number, minute: number): never {
    const last = this.#minutes[this.#length - 1];
    const times = `${formatMinute(minute * MINUTE)} comes after ${formatMinute(last * MINUTE)}`;
    // The second row shows already that they run from new to old.
    const advice = this.#length === 1 ? ': sort them from old to new' : '';
    this.refuse(line, `${times}, rows must be in order${advice}`);
  }

  /** Finds the row of a minute by binary search; -1 for none. */
  #find(minute: number): number {
    let low = 0;
    let high = this.#length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#minutes[middle] < minute) low = middle + 1;
      else high = middle;
    }
    return this.#minutes[low] === minute ? low : -1;
  }
}

function allocateNumbers(length: number): Record<ColumnName, Float64Array> {
  const { open, close, high, low, volume } = allocateColumns(0, MINUTE, length);
  return { open, close, high, low, volume };
}

function copyInto<Numbers extends { set(numbers: Numbers): void }>(larger: Numbers, numbers: Numbers): Numbers {
  larger.set(numbers);
  return larger;
}

/** Writes a minute without a trade. The volume of fresh columns is zero already. */
function writeFlat(columns: CandleColumns, index: number): void {
  const price = columns.close[index - 1];
  columns.open[index] = price;
  columns.close[index] = price;
  columns.high[index] = price;
  columns.low[index] = price;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** Formats a time, with seconds only when there are some. */
function formatTime(timestamp: Timestamp): string {
  return timestamp % MINUTE === 0 ? formatMinute(timestamp) : new Date(timestamp).toISOString();
}
