import type { CandleFileOptions } from '../file.ts';
import type { CandleRows } from '../rows.ts';
import { parseQuoted } from './cells.ts';
import { type Layout, recogniseFirstRow } from './layout.ts';
import { PlainLineReader } from './plain-line.ts';
import { quoteRow, readRow } from './row.ts';

/** Reads blocks of whole lines into the rows of a file. */
export class BlockReader {
  readonly #rows: CandleRows;
  readonly #delimiter: string;
  readonly #options: CandleFileOptions;
  #layout: Layout | null = null;
  #plainLines: PlainLineReader | null = null;
  #line = 0;

  constructor(rows: CandleRows, delimiter: string, options: CandleFileOptions) {
    this.#rows = rows;
    this.#delimiter = delimiter;
    this.#options = options;
  }

  /** True once a row was found that is not blank. */
  get hasLayout(): boolean {
    return this.#layout !== null;
  }

  /** Reads a block. Only quotes need a CSV parser, which takes ten times as long. */
  read(block: Buffer): void {
    if (block.includes('"')) this.#readQuoted(block);
    else this.#readUnquoted(block);
  }

  #readQuoted(block: Buffer): void {
    for (const cells of parseQuoted(block.toString(), this.#delimiter)) this.#readCells(cells);
  }

  #readUnquoted(block: Buffer): void {
    for (let start = 0; start < block.length; ) {
      start = this.#readPlainLine(block, start) ?? this.#readAnyLine(block, start);
    }
  }

  /** Returns the start of the next line; null for a line that is not plain. */
  #readPlainLine(block: Buffer, start: number): number | null {
    if (this.#plainLines === null) return null;
    const candle = this.#plainLines.read(block, start);
    if (candle === null) return null;
    this.#line += 1;
    this.#rows.add(this.#line, candle);
    return this.#plainLines.end;
  }

  #readAnyLine(block: Buffer, start: number): number {
    const lineFeed = block.indexOf('\n', start);
    const end = lineFeed < 0 ? block.length : lineFeed;
    this.#readCells(block.toString('utf8', start, end).split(this.#delimiter));
    return end + 1;
  }

  #readCells(cells: readonly string[]): void {
    this.#line += 1;
    if (isBlank(cells)) return;
    const layout = this.#layout ?? this.#readFirstRow(cells);
    if (layout === null) return;
    const candle = readRow(cells, layout, this.#options.timeUnit);
    if (typeof candle === 'string') this.#rows.refuse(this.#line, candle);
    this.#rows.add(this.#line, candle);
  }

  /** Takes the layout from the first row that is not blank. Null for a header, which is no candle. */
  #readFirstRow(cells: readonly string[]): Layout | null {
    const { columns, timeUnit } = this.#options;
    const first = recogniseFirstRow(cells, columns, timeUnit);
    if (first.kind === 'unknown') {
      this.#rows.refuse(this.#line, `${first.reason}, found ${quoteRow(cells)}; ${COLUMNS_HINT}`);
    }
    this.#layout = first.layout;
    this.#plainLines = new PlainLineReader(first.layout, this.#delimiter, timeUnit);
    return first.kind === 'header' ? null : first.layout;
  }
}

const COLUMNS_HINT = 'name the columns with --columns, for example timestamp,open,high,low,close,volume';

function isBlank(cells: readonly string[]): boolean {
  return cells.length === 1 && cells[0].trim() === '';
}
