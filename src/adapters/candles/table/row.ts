import { type Candle, COLUMN_NAMES, type ColumnName } from '../../../model/candle.ts';
import type { TimeReader } from '../time/time.ts';
import type { Cell } from './names.ts';
import { toAmount, toNumber } from './numbers.ts';
import type { TablePlan } from './plan.ts';
import { timeTextOf } from './time-text.ts';

const MISSING = /^\s*(?:nan|null|none|na|n\/a|-)?\s*$/i;

/** Reads the rows of a table. */
export class RowReader {
  readonly #plan: TablePlan;
  readonly #time: TimeReader;
  #blankVolumes = 0;

  constructor(plan: TablePlan, time: TimeReader) {
    this.#plan = plan;
    this.#time = time;
  }

  /** Number of rows whose volume was blank. */
  get blankVolumes(): number {
    return this.#blankVolumes;
  }

  /** Reads the candle of a row; null for a minute without prices. Says in words what is wrong with the row. */
  read(cells: readonly Cell[]): Candle | null | string {
    const { places, leastCells, mostCells } = this.#plan;
    if (cells.length > mostCells && cells.slice(mostCells).some((cell) => String(cell).trim() !== '')) {
      return `${cells.length} cells, but there are ${mostCells} columns,`;
    }
    const time = timeTextOf(cells, places);
    const timestamp = this.#time.read(time);
    if (timestamp === null) return this.#time.faultOf(time);
    if (isMissing(cells[places.open]) && isMissing(cells[places.high]) && isMissing(cells[places.low])) {
      if (cells.length > places.close && isMissing(cells[places.close])) return null;
    }
    const candle = this.#candle(timestamp, cells);
    const wrong = notFinite(candle);
    if (wrong !== null) return describeCell(wrong, cells[places[wrong]]);
    return cells.length >= leastCells
      ? candle
      : `${cells.length} of ${leastCells} columns are left (the row is cut off)`;
  }

  #candle(timestamp: number, cells: readonly Cell[]): Candle {
    const { places, mark } = this.#plan;
    const number = (name: ColumnName) => toNumber(cells[places[name]], mark);
    const [open, high, low, close] = [number('open'), number('high'), number('low'), number('close')];
    return { timestamp, open, close, high, low, volume: this.#volume(cells) };
  }

  #volume(cells: readonly Cell[]): number {
    const { places, mark } = this.#plan;
    if (places.volume < 0) return 0;
    const cell = cells[places.volume];
    if (cell === undefined || !isMissing(cell)) return toAmount(cell, mark);
    this.#blankVolumes += 1;
    return 0;
  }
}

function isMissing(cell: Cell | undefined): boolean {
  return typeof cell === 'number' ? Number.isNaN(cell) : cell !== undefined && MISSING.test(cell);
}

function notFinite(candle: Candle): ColumnName | null {
  // A good row costs one comparison: a sum with NaN or Infinity is not finite.
  if (Number.isFinite(candle.open + candle.high + candle.low + candle.close + candle.volume)) return null;
  return COLUMN_NAMES.find((name) => !Number.isFinite(candle[name])) ?? null;
}

function describeCell(name: ColumnName, found: Cell | undefined): string {
  return found === undefined
    ? `${name} is missing`
    : `${name} is ${JSON.stringify(String(found).trim())}, not a number,`;
}
