import { allocateColumns, type Candle, type CandleColumns, COLUMN_NAMES } from '../model/candle.ts';
import { candleFault } from '../model/candles-fault.ts';
import { formatMinute, type Gap } from '../model/candles-gap.ts';
import { JbtError } from '../model/errors.ts';
import { MINUTE, type Timestamp } from '../model/time.ts';

/** The rows of one file as they are read: checked, in order, each minute once. */
export class CandleRows {
  readonly #name: string;
  readonly #candles: Candle[] = [];
  readonly #lines: number[] = [];
  #duplicates = 0;

  constructor(name: string) {
    this.#name = name;
  }

  get length(): number {
    return this.#candles.length;
  }

  /** Rows that said again what an earlier one said. */
  get duplicates(): number {
    return this.#duplicates;
  }

  /** Takes a row or throws JbtError `InvalidCandles` or `ConflictingCandles`. */
  add(line: number, candle: Candle): void {
    const fault = candle.timestamp % MINUTE === 0 ? candleFault(candle) : 'that is not a whole minute';
    if (fault !== null) this.refuse(line, `${formatTime(candle.timestamp)}: ${fault}`);
    const last = this.#candles.at(-1);
    if (last !== undefined && candle.timestamp <= last.timestamp) {
      this.#repeat(line, candle, last);
    } else {
      this.#candles.push(candle);
      this.#lines.push(line);
    }
  }

  /** Throws JbtError `InvalidCandles` about a line. */
  refuse(line: number, reason: string): never {
    throw new JbtError('InvalidCandles', `${this.#name} line ${line}: ${reason}`);
  }

  /** Minutes between rows that have none. */
  gaps(): readonly Gap[] {
    const gaps: Gap[] = [];
    for (let row = 1; row < this.length; row++) {
      const from = this.#candles[row - 1].timestamp + MINUTE;
      const to = this.#candles[row].timestamp;
      if (to > from) gaps.push({ from, to });
    }
    return gaps;
  }

  /** Everything as columns; missing minutes become flat candles without volume at the last close, of line 0. */
  columns(): { readonly candles: CandleColumns; readonly lines: Uint32Array } {
    const start = this.#candles[0].timestamp;
    const end = this.#candles[this.length - 1].timestamp + MINUTE;
    const columns = allocateColumns(start, MINUTE, (end - start) / MINUTE);
    const lines = new Uint32Array(columns.length);
    for (let row = 0, i = 0; row < this.length; row++, i++) {
      const candle = this.#candles[row];
      for (; start + i * MINUTE < candle.timestamp; i++) writeFlat(columns, i);
      writeCandle(columns, i, candle);
      lines[i] = this.#lines[row];
    }
    return { candles: columns, lines };
  }

  /** A minute not after the last one: the same again, another candle for it, or a row out of order. */
  #repeat(line: number, candle: Candle, last: Candle): void {
    const minute = formatMinute(candle.timestamp);
    const row = this.#find(candle.timestamp);
    if (row < 0) this.refuse(line, `${minute} comes after ${formatMinute(last.timestamp)}, rows must be in order`);
    const earlier = this.#candles[row];
    const name = COLUMN_NAMES.find((column) => earlier[column] !== candle[column]);
    if (name === undefined) {
      this.#duplicates += 1;
      return;
    }
    throw new JbtError(
      'ConflictingCandles',
      `${this.#name} line ${line}: ${name} of ${minute} is ${candle[name]}, but line ${this.#lines[row]} says ${earlier[name]}`,
    );
  }

  /** Row of a minute, -1 for none. */
  #find(timestamp: Timestamp): number {
    let low = 0;
    let high = this.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#candles[middle].timestamp < timestamp) low = middle + 1;
      else high = middle;
    }
    return this.#candles[low].timestamp === timestamp ? low : -1;
  }
}

function writeCandle(columns: CandleColumns, index: number, candle: Candle): void {
  columns.open[index] = candle.open;
  columns.close[index] = candle.close;
  columns.high[index] = candle.high;
  columns.low[index] = candle.low;
  // Adding zero turns -0 into 0: equal candles must have equal bytes.
  columns.volume[index] = candle.volume + 0;
}

/** A minute without a trade; the volume of fresh columns is zero. */
function writeFlat(columns: CandleColumns, index: number): void {
  const price = columns.close[index - 1];
  columns.open[index] = price;
  columns.close[index] = price;
  columns.high[index] = price;
  columns.low[index] = price;
}

/** With seconds when there are some. */
function formatTime(timestamp: Timestamp): string {
  return timestamp % MINUTE === 0 ? formatMinute(timestamp) : new Date(timestamp).toISOString();
}
