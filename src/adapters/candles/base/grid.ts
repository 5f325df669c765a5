/** Rows of a market with few trades are not so often equally far apart by chance. */
const STEADY_ROWS = 30;

/** Survey of the times of rows: the grid that all of them lie on. */
export class Grid {
  /** Number of rows. */
  count = 0;
  /** The first time that was seen, in minutes since 1970. */
  first = 0;
  /** Greatest number of minutes that divides all distances; 0 for a single time. */
  divisor = 0;
  /** Least distance of two neighbours in minutes. */
  least = Number.POSITIVE_INFINITY;
  /** Distances that many rows in turn have had. */
  readonly steady = new Set<number>();
  #last = 0;
  #distance = 0;
  #run = 0;

  /** Adds times in order. `shift` is added to each. */
  add(minutes: Uint32Array, shift: number): void {
    if (minutes.length === 0) return;
    if (this.count === 0) this.first = minutes[0] + shift;
    else this.#see(Math.abs(minutes[0] + shift - this.#last));
    for (let row = 1; row < minutes.length; row++) this.#see(minutes[row] - minutes[row - 1]);
    this.#last = minutes[minutes.length - 1] + shift;
    this.count += minutes.length;
  }

  /** The grid of several files: a row of each file may be all that it has. */
  static join(grids: readonly Grid[]): Grid {
    const joined = new Grid();
    joined.add(Uint32Array.from(new Set(grids.map(({ first }) => first))).sort(), 0);
    for (const { count, divisor, least } of grids) {
      joined.count += count - 1;
      joined.divisor = greatestDivisor(joined.divisor, divisor);
      joined.least = Math.min(joined.least, least);
    }
    return joined;
  }

  #see(distance: number): void {
    if (distance === 0) return;
    if (this.divisor !== 1) this.divisor = greatestDivisor(distance, this.divisor);
    if (distance < this.least) this.least = distance;
    this.#run = distance === this.#distance ? this.#run + 1 : 1;
    this.#distance = distance;
    if (this.#run === STEADY_ROWS) this.steady.add(distance);
  }
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
