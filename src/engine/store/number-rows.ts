const FIRST_ROWS = 64;

/** Rows of a few numbers in one growing array: what a session keeps of its past, without an object a row. */
export class NumberRows {
  readonly width: number;
  /** Number of rows. */
  length = 0;
  /** Row after row. Growing replaces the array. */
  numbers: Float64Array;

  constructor(width: number) {
    this.width = width;
    this.numbers = new Float64Array(FIRST_ROWS * width);
  }

  /** Adds a row of zeros, or of what was dropped, and returns its place in `numbers`. */
  append(): number {
    const place = this.length * this.width;
    if (place === this.numbers.length) this.#grow();
    this.length++;
    return place;
  }

  #grow(): void {
    const larger = new Float64Array(this.numbers.length * 2);
    larger.set(this.numbers);
    this.numbers = larger;
  }
}
