import { MINUTE, type TimeRange, type Timestamp } from '../../../model/time.ts';

/** Open times and lines of rows as runs: few numbers where neighbours stand in neighbouring lines. */
export class RowRuns {
  readonly #step: number;
  /** Minutes since 1970 of the first row of each run. */
  readonly #starts: Uint32Array;
  readonly #lengths: Uint32Array;
  readonly #lines: Uint32Array;
  /** Lines from one row of a run to the next. */
  readonly #strides: Int32Array;

  /** `minutes` are open times in order, `step` the minutes of a candle. */
  constructor(minutes: Uint32Array, lines: Uint32Array, step: number) {
    const [starts, lengths, strides]: [number[], number[], number[]] = [[], [], []];
    const firstLines: number[] = [];
    for (let row = 0; row < minutes.length; ) {
      const stride = row + 1 < minutes.length ? lines[row + 1] - lines[row] : 0;
      let end = row + 1;
      while (minutes[end] === minutes[end - 1] + step && lines[end] - lines[end - 1] === stride) end += 1;
      starts.push(minutes[row]);
      lengths.push(end - row);
      firstLines.push(lines[row]);
      strides.push(stride);
      row = end;
    }
    this.#step = step;
    this.#starts = Uint32Array.from(starts);
    this.#lengths = Uint32Array.from(lengths);
    this.#lines = Uint32Array.from(firstLines);
    this.#strides = Int32Array.from(strides);
  }

  /** Returns the line of a candle; 0 where there is none. */
  lineAt(timestamp: Timestamp): number {
    const minute = timestamp / MINUTE;
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle] <= minute) low = middle + 1;
      else high = middle;
    }
    const run = low - 1;
    const place = (minute - this.#starts[run]) / this.#step;
    return run >= 0 && place < this.#lengths[run] ? this.#lines[run] + place * this.#strides[run] : 0;
  }

  /** Returns the ranges of the rows, which may touch. */
  ranges(): readonly TimeRange[] {
    return Array.from(this.#starts, (start, run) => ({
      from: start * MINUTE,
      to: (start + this.#lengths[run] * this.#step) * MINUTE,
    }));
  }
}
