import type { Candle } from '../../../model/candle.ts';
import type { TablePlan } from '../table/table.ts';
import type { TimeReader } from '../time/time.ts';
import { readDecimal } from './decimal.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Order of the numbers of a line while it is read. */
const COLUMNS = ['timestamp', 'open', 'high', 'low', 'close', 'volume'] as const;

/** Column of a cell that a candle does not need. */
const NONE = -1;

/** Reads lines straight from bytes where every needed cell is a plain decimal, as in the files of exchanges. */
export class PlainLineReader {
  readonly #delimiter: number;
  readonly #time: TimeReader;
  /** All prices of a trade lie in one cell. */
  readonly #isTrades: boolean;
  readonly #columnOfCell: readonly number[];
  readonly #leastCells: number;
  readonly #mostCells: number;
  readonly #numbers = new Float64Array(COLUMNS.length);
  #end = 0;

  constructor(plan: TablePlan, delimiter: string, time: TimeReader) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#time = time;
    this.#isTrades = plan.short?.kind === 'trades';
    const places = COLUMNS.map((column) => plan.places[column]);
    const neededCells = Math.max(...places) + 1;
    this.#columnOfCell = Array.from({ length: neededCells }, (_, cell) => places.indexOf(cell));
    this.#leastCells = Math.max(plan.leastCells, neededCells);
    this.#mostCells = plan.mostCells;
  }

  /** Start of the line after the one that was read. */
  get end(): number {
    return this.#end;
  }

  /** Reads the candle of a line without quotes. Null when the line is not plain, or is no candle. */
  read(bytes: Buffer, from: number): Candle | null {
    if (!this.#readCells(bytes, from)) return null;
    const [count, open, high, low, close, volume] = this.#numbers;
    const timestamp = this.#time.fromCount(count);
    if (timestamp === null) return null;
    if (this.#isTrades) return { timestamp, open, close: open, high: open, low: open, volume };
    return { timestamp, open, close, high, low, volume };
  }

  /** Reads the needed cells up to the end of the line. False when one is not plain or is missing. */
  #readCells(bytes: Buffer, from: number): boolean {
    let start = from;
    for (let cell = 0; ; cell++) {
      const end = this.#readCell(bytes, start, cell);
      if (end < 0) return false;
      start = end + 1;
      if (bytes[end] === this.#delimiter) continue;
      this.#end = start;
      return cell + 1 >= this.#leastCells && cell < this.#mostCells;
    }
  }

  /** Returns the end of a cell: its delimiter, its line feed, or the end of the bytes. Returns -1 when it is not plain. */
  #readCell(bytes: Buffer, from: number, cell: number): number {
    const column = cell < this.#columnOfCell.length ? this.#columnOfCell[cell] : NONE;
    if (column === NONE) return this.#skipCell(bytes, from);
    const end = readDecimal(bytes, from, this.#numbers, column);
    if (end < 0 || end === bytes.length || bytes[end] === this.#delimiter || bytes[end] === LINE_FEED) return end;
    return bytes[end] === CARRIAGE_RETURN && bytes[end + 1] === LINE_FEED ? end + 1 : -1;
  }

  #skipCell(bytes: Buffer, from: number): number {
    let end = from;
    while (end < bytes.length && bytes[end] !== this.#delimiter && bytes[end] !== LINE_FEED) end += 1;
    return end;
  }
}
