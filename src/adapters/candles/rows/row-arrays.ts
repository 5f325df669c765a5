import { allocateColumns, type Candle, COLUMN_NAMES, type ColumnName } from '../../../model/candle.ts';
import { MINUTE } from '../../../model/time.ts';

/** Number of rows that fit at first: a few days of minutes. */
const FIRST_CAPACITY = 1 << 13;
const GROWTH = 2;

/** Rows in order of time, each time once. */
export interface FileRows extends Readonly<Record<ColumnName, Float64Array>> {
  /** Minutes since 1970: the first of each candle, or its last where times are the ends of candles. */
  readonly minutes: Uint32Array;
  /** Line of each row, counted from 1. */
  readonly lines: Uint32Array;
}

/** The rows of a file as columns, not an object a row: years of minutes are millions of rows. */
export class RowArrays {
  /** Minutes since 1970. */
  minutes = new Uint32Array(FIRST_CAPACITY);
  lines = new Uint32Array(FIRST_CAPACITY);
  readonly columns: Record<ColumnName, Float64Array> = allocateNumbers(FIRST_CAPACITY);
  length = 0;

  append(line: number, minute: number, candle: Candle): void {
    if (this.length === this.minutes.length) this.#grow();
    const row = this.length;
    this.minutes[row] = minute;
    this.lines[row] = line;
    // Adding zero turns -0 into 0, because equal candles must have equal bytes.
    for (const name of COLUMN_NAMES) this.columns[name][row] = candle[name] + 0;
    this.length += 1;
  }

  /** True for a row with the numbers of a candle. */
  isEqual(row: number, candle: Candle): boolean {
    return COLUMN_NAMES.every((name) => this.columns[name][row] === candle[name]);
  }

  /** Returns the first column in which two rows differ; undefined for equal rows. */
  differingColumn(a: number, b: number): ColumnName | undefined {
    return COLUMN_NAMES.find((name) => this.columns[name][a] !== this.columns[name][b]);
  }

  reverse(): void {
    for (const array of this.#arrays()) array.subarray(0, this.length).reverse();
  }

  /** Sorts by minute; rows of one minute stay in their order. */
  sort(): void {
    const order = rowsByMinute(this.minutes.subarray(0, this.length));
    this.minutes = this.minutes.map((_, place) => this.minutes[order[place]]);
    this.lines = this.lines.map((_, place) => this.lines[order[place]]);
    for (const name of COLUMN_NAMES) {
      const column = this.columns[name];
      this.columns[name] = column.map((_, place) => column[order[place]]);
    }
  }

  /** Moves a row to a lower place, over another. */
  move(from: number, to: number): void {
    for (const array of this.#arrays()) array[to] = array[from];
  }

  /** The rows, over the same memory. */
  view(): FileRows {
    const [end, { columns }] = [this.length, this];
    return {
      minutes: this.minutes.subarray(0, end),
      lines: this.lines.subarray(0, end),
      open: columns.open.subarray(0, end),
      close: columns.close.subarray(0, end),
      high: columns.high.subarray(0, end),
      low: columns.low.subarray(0, end),
      volume: columns.volume.subarray(0, end),
    };
  }

  #arrays(): readonly (Uint32Array | Float64Array)[] {
    return [this.minutes, this.lines, ...COLUMN_NAMES.map((name) => this.columns[name])];
  }

  #grow(): void {
    const capacity = this.length * GROWTH;
    this.minutes = copyInto(new Uint32Array(capacity), this.minutes);
    this.lines = copyInto(new Uint32Array(capacity), this.lines);
    for (const name of COLUMN_NAMES) this.columns[name] = copyInto(new Float64Array(capacity), this.columns[name]);
  }
}

/** Minutes until 2100 and 67 million rows have 26 bits each: both fit into one exact number, which sorts fast. */
const ROWS = 2 ** 26;

function rowsByMinute(minutes: Uint32Array): Float64Array {
  const keys = Float64Array.from(minutes, (minute, row) => minute * ROWS + row);
  return keys.sort().map((key) => key % ROWS);
}

function allocateNumbers(length: number): Record<ColumnName, Float64Array> {
  const { open, close, high, low, volume } = allocateColumns(0, MINUTE, length);
  return { open, close, high, low, volume };
}

function copyInto<Numbers extends { set(numbers: Numbers): void }>(larger: Numbers, numbers: Numbers): Numbers {
  larger.set(numbers);
  return larger;
}
