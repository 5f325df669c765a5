import {
  allocateColumns,
  type Candle,
  type CandleColumns,
  COLUMN_NAMES,
  type ColumnName,
  candleFault,
} from '../../model/candle.ts';
import { JbtError } from '../../model/errors.ts';
import { formatMinute } from '../../model/gap.ts';
import { MINUTE, type TimeRange, type Timestamp } from '../../model/time.ts';

/** Fewer rows may lie on a longer grid by chance, in a market with few trades. */
const FEWEST_ON_GRID = 6;

/** The rows of one file as they are read: checked, in order, each minute once. */
export class CandleRows {
  readonly #name: string;
  readonly #timestamps: Timestamp[] = [];
  /** Columns, not an object a row: years of minutes are millions of rows. */
  readonly #columns: Readonly<Record<ColumnName, number[]>> = { open: [], close: [], high: [], low: [], volume: [] };
  readonly #lines: number[] = [];
  #duplicates = 0;

  constructor(name: string) {
    this.#name = name;
  }

  get length(): number {
    return this.#timestamps.length;
  }

  /** Number of rows that repeat an earlier row. */
  get duplicates(): number {
    return this.#duplicates;
  }

  /** Adds a row. Throws JbtError `InvalidCandles` or `ConflictingCandles`. */
  add(line: number, candle: Candle): void {
    const fault = candle.timestamp % MINUTE === 0 ? candleFault(candle) : 'that is not a whole minute';
    if (fault !== null) this.refuse(line, `${formatTime(candle.timestamp)}: ${fault}`);
    const last = this.#timestamps[this.length - 1] ?? Number.NEGATIVE_INFINITY;
    if (candle.timestamp > last) this.#append(line, candle);
    else this.#repeat(line, candle, last);
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
    if (this.length < FEWEST_ON_GRID) return null;
    let divisor = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let row = 1; row < this.length && divisor !== MINUTE; row++) {
      const step = this.#timestamps[row] - this.#timestamps[row - 1];
      divisor = greatestDivisor(step, divisor);
      least = Math.min(least, step);
    }
    return divisor === MINUTE ? null : least;
  }

  /** Returns the missing minutes between rows. */
  gaps(): readonly TimeRange[] {
    const gaps: TimeRange[] = [];
    for (let row = 1; row < this.length; row++) {
      const from = this.#timestamps[row - 1] + MINUTE;
      const to = this.#timestamps[row];
      if (to > from) gaps.push({ from, to });
    }
    return gaps;
  }

  /** Returns all rows as columns. Missing minutes become flat candles without volume at the last close, of line 0. */
  columns(): { readonly candles: CandleColumns; readonly lines: Uint32Array } {
    const [start] = this.#timestamps;
    const end = this.#timestamps[this.length - 1] + MINUTE;
    const candles = allocateColumns(start, MINUTE, (end - start) / MINUTE);
    const lines = new Uint32Array(candles.length);
    for (let row = 0, i = 0; row < this.length; row++, i++) {
      for (; start + i * MINUTE < this.#timestamps[row]; i++) writeFlat(candles, i);
      for (const name of COLUMN_NAMES) candles[name][i] = this.#columns[name][row];
      lines[i] = this.#lines[row];
    }
    return { candles, lines };
  }

  #append(line: number, candle: Candle): void {
    this.#timestamps.push(candle.timestamp);
    // Adding zero turns -0 into 0, because equal candles must have equal bytes.
    for (const name of COLUMN_NAMES) this.#columns[name].push(candle[name] + 0);
    this.#lines.push(line);
  }

  /** Handles a minute that is not after the last: a repeated row, another candle for it, or a row out of order. */
  #repeat(line: number, candle: Candle, last: Timestamp): void {
    const row = this.#find(candle.timestamp);
    if (row < 0) {
      const times = `${formatMinute(candle.timestamp)} comes after ${formatMinute(last)}`;
      this.refuse(line, `${times}, rows must be in order${this.#advice()}`);
    }
    const name = COLUMN_NAMES.find((column) => this.#columns[column][row] !== candle[column]);
    if (name === undefined) {
      this.#duplicates += 1;
      return;
    }
    const minute = formatMinute(candle.timestamp);
    throw new JbtError(
      'ConflictingCandles',
      `${this.#name} line ${line}: ${name} of ${minute} is ${candle[name]}, but line ${this.#lines[row]} says ${this.#columns[name][row]}`,
    );
  }

  /** Advises to sort the rows when the second comes before the first. */
  #advice(): string {
    return this.length === 1 ? ': sort them from old to new' : '';
  }

  /** Finds the row of a minute by binary search; -1 for none. */
  #find(timestamp: Timestamp): number {
    let low = 0;
    let high = this.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#timestamps[middle] < timestamp) low = middle + 1;
      else high = middle;
    }
    return this.#timestamps[low] === timestamp ? low : -1;
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

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** Formats a time, with seconds only when there are some. */
function formatTime(timestamp: Timestamp): string {
  return timestamp % MINUTE === 0 ? formatMinute(timestamp) : new Date(timestamp).toISOString();
}
