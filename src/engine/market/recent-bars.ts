import { allocateColumns, type CandleColumns, COLUMN_NAMES, openTime, sliceColumns } from '../../model/candle.ts';
import type { BarSeries } from './bar-series.ts';

/** Copies of the newest bars of a series. A complete bar is copied once. */
export class RecentBars {
  readonly #series: BarSeries;
  #columns: CandleColumns;
  /** Row of the series that lies in row 0. */
  #first = 0;
  /** Complete bars that have been copied. */
  #copied = 0;

  constructor(series: BarSeries) {
    this.#series = series;
    this.#columns = allocateColumns(0, series.whole.step, 0);
  }

  /** The newest `count` bars up to the present, the forming one last, until the next call. */
  newest(count: number): CandleColumns {
    const { length } = this.#series;
    const from = Math.max(0, length - count);
    if (from < this.#first || length > this.#first + this.#columns.length) this.#moveTo(from, length);
    this.#copyComplete();
    if (this.#series.forms) this.#copyForming();
    return sliceColumns(this.#columns, from - this.#first, length - this.#first);
  }

  /** Doubles the capacity, so that moving copies each bar about once more. */
  #moveTo(from: number, to: number): void {
    const { whole } = this.#series;
    const { step, length } = whole;
    const rows = Math.min(2 * (to - from), length + 1 - from);
    const times = whole.times === undefined ? undefined : new Float64Array(rows);
    this.#columns = { ...allocateColumns(openTime(whole, from), step, rows), times };
    this.#first = from;
    this.#copied = 0;
  }

  #copyComplete(): void {
    const { completed, whole } = this.#series;
    const rows = completed - this.#first;
    // Matching enters a finished minute again while its orders fill, and then its bar forms once more.
    const from = Math.min(this.#copied, rows);
    this.#copied = rows;
    if (from === rows) return;
    for (const name of COLUMN_NAMES) {
      const [source, target] = [whole[name], this.#columns[name]];
      for (let row = from; row < rows; row++) target[row] = source[this.#first + row];
    }
    const { times } = this.#columns;
    if (times !== undefined) for (let row = from; row < rows; row++) times[row] = openTime(whole, this.#first + row);
  }

  #copyForming(): void {
    const forming = this.#series.forming();
    const row = this.#series.completed - this.#first;
    for (const name of COLUMN_NAMES) this.#columns[name][row] = forming[name][0];
    const { times } = this.#columns;
    if (times !== undefined) times[row] = this.#series.startOfForming;
  }
}
