/** Rows of a chunk, a power of two. */
const CHUNK_ROWS = 256;
const ROW_IN_CHUNK = CHUNK_ROWS - 1;
const CHUNK_BITS = 8;

/** Rows of a few numbers in chunks of memory: what a session keeps of its past, without an object a row. */
export class NumberRows {
  readonly width: number;
  /** Number of rows. */
  length = 0;
  readonly #chunks: Float64Array[] = [];

  constructor(width: number) {
    this.width = width;
  }

  /** Adds a row of zeros and returns its index. */
  append(): number {
    if ((this.length & ROW_IN_CHUNK) === 0) this.#chunks.push(new Float64Array(CHUNK_ROWS * this.width));
    return this.length++;
  }

  /** The chunk that holds a row. Chunks stay where they are: an array that grows was 4 % of a busy session. */
  chunkOf(row: number): Float64Array {
    return this.#chunks[row >> CHUNK_BITS];
  }

  /** The place in its chunk at which a row begins. */
  placeOf(row: number): number {
    return (row & ROW_IN_CHUNK) * this.width;
  }

  /** The number at one place of every row. */
  column(offset: number): Float64Array {
    const column = new Float64Array(this.length);
    let row = 0;
    for (const chunk of this.#chunks) {
      for (let place = offset; place < chunk.length && row < column.length; place += this.width)
        column[row++] = chunk[place];
    }
    return column;
  }
}
