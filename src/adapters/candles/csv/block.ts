import type { Table, TablePlan } from '../table/table.ts';
import { splitCells } from './cells.ts';
import type { Dialect } from './dialect.ts';
import { PlainLineReader } from './plain-line.ts';

/** Reads blocks of whole lines into a table. */
export class BlockReader {
  readonly #table: Table;
  readonly #delimiter: string;
  readonly #linesBefore: number;
  readonly #plainLines: PlainLineReader | null;
  #line = 0;

  constructor(table: Table, plan: TablePlan, { delimiter, linesBefore }: Dialect) {
    this.#table = table;
    this.#delimiter = delimiter;
    this.#linesBefore = linesBefore;
    this.#plainLines = table.isPlain ? new PlainLineReader(plan, delimiter, table.time) : null;
  }

  read(block: Buffer): void {
    for (let start = 0; start < block.length; ) {
      start = this.#readPlainLine(block, start) ?? this.#readAnyLine(block, start);
    }
  }

  /** Returns the start of the next line; null for a line that is not plain. */
  #readPlainLine(block: Buffer, start: number): number | null {
    if (this.#plainLines === null || this.#line < this.#linesBefore) return null;
    const candle = this.#plainLines.read(block, start);
    if (candle === null) return null;
    this.#line += 1;
    this.#table.addCandle(this.#line, candle);
    return this.#plainLines.end;
  }

  #readAnyLine(block: Buffer, start: number): number {
    const lineFeed = block.indexOf('\n', start);
    const end = lineFeed < 0 ? block.length : lineFeed;
    this.#readLine(block.toString('utf8', start, end));
    return end + 1;
  }

  #readLine(line: string): void {
    this.#line += 1;
    if (this.#line <= this.#linesBefore || isSkipped(line)) return;
    this.#table.add(this.#line, splitCells(line, this.#delimiter), () => line);
  }
}

/** True for a blank line or a comment. */
function isSkipped(line: string): boolean {
  return /^\s*(?:"\s*"\s*)?(?:$|#)/.test(line);
}
