import { JbtError } from '../../../model/errors.ts';
import type { CandleContent, CandleFile, CandleFileOptions, CandleFileReader } from '../file.ts';
import { planTable, quoteRow, Table, type TableHead } from '../table/table.ts';
import { type DateOrder, DateOrderSurvey } from '../time/time.ts';
import { readLineBlocks } from '../unpack/lines.ts';
import { BlockReader } from './block.ts';
import { splitCells } from './cells.ts';
import { type Dialect, findDialect, isPreamble } from './dialect.ts';

/** The head of a file decides how it is read. */
const HEAD_LINES = 500;

/** CSV in any form. Text has no signature, so this reader takes any file. */
export const csvReader: CandleFileReader = {
  format: 'CSV',
  recognises: () => true,
  async *read(content, options) {
    let reader: CsvReader | null = null;
    let bytesRead = 0;
    for await (const block of readLineBlocks(content)) {
      reader ??= await CsvReader.open(content, block, options);
      reader.read(block);
      bytesRead += block.length;
      reader.tell(content.size === null ? (content.share?.() ?? null) : Math.min(bytesRead / content.size, 1));
      yield* reader.fullPart();
    }
    if (reader === null) throw new JbtError('InvalidCandles', `${content.name} has no rows`);
    yield reader.finish();
  },
};

/** One file that is being read. */
class CsvReader {
  readonly #table: Table;
  readonly #blocks: BlockReader;
  readonly #options: CandleFileOptions;

  /** Takes the form of the file from its first block. */
  static async open(content: CandleContent, block: Buffer, options: CandleFileOptions): Promise<CsvReader> {
    const lines = headLines(block);
    const dialect = findDialect(lines, options.columns);
    const head = headOf(lines, dialect);
    if (head.names === null && head.rows.length === 0) {
      throw new JbtError('InvalidCandles', `${content.name} has no rows`);
    }
    const plan = planTable(head, options);
    if (typeof plan === 'string') throw unknownForm(content.name, lines, dialect, plan);
    const order = options.dateOrder ?? (await orderOf(content, lines, dialect, plan.places.timestamp));
    const table = new Table(content.name, plan, options, order, 'line');
    return new CsvReader(table, new BlockReader(table, plan, dialect), options);
  }

  private constructor(table: Table, blocks: BlockReader, options: CandleFileOptions) {
    this.#table = table;
    this.#blocks = blocks;
    this.#options = options;
  }

  read(block: Buffer): void {
    this.#blocks.read(block);
  }

  tell(share: number | null): void {
    this.#options.onRows?.(this.#table.length, share);
  }

  fullPart(): readonly CandleFile[] {
    return this.#table.fullPart();
  }

  finish(): CandleFile {
    return this.#table.finish();
  }
}

const COLUMNS_HINT = 'name the columns with --columns, for example timestamp,open,high,low,close,volume';

/** Quotes the header, or the first row where there is none. */
function unknownForm(name: string, lines: readonly string[], { names, linesBefore }: Dialect, fault: string): JbtError {
  const index = names === null ? linesBefore : linesBefore - 1;
  const found = quoteRow(lines[index] ?? '');
  return new JbtError('InvalidCandles', `${name} line ${index + 1}: ${fault}, found ${found}; ${COLUMNS_HINT}`);
}

function headLines(block: Buffer): readonly string[] {
  let end = 0;
  for (let line = 0; line < HEAD_LINES && end >= 0; line++) end = block.indexOf('\n', end) + 1 || -1;
  return block.toString('utf8', 0, end < 0 ? block.length : end).split('\n');
}

function headOf(lines: readonly string[], { delimiter, names, linesBefore }: Dialect): TableHead {
  return { names, rows: rowsOf(lines.slice(linesBefore), delimiter), delimiter };
}

function rowsOf(lines: readonly string[], delimiter: string): readonly (readonly string[])[] {
  return lines.filter((line) => !isPreamble(line)).map((line) => splitCells(line, delimiter));
}

/** Finds out whether day or month comes first, from the head, or from the whole file when the head can be read both ways. */
async function orderOf(
  content: CandleContent,
  head: readonly string[],
  { delimiter, linesBefore }: Dialect,
  place: number,
): Promise<DateOrder | null> {
  const survey = new DateOrderSurvey();
  const add = (line: string) => survey.add(splitCells(line, delimiter)[place] ?? '');
  for (const line of head.slice(linesBefore)) add(line);
  if (!survey.isNeeded || survey.isCertain || !content.isRepeatable) return survey.decide();
  for await (const block of readLineBlocks(content)) {
    for (const line of block.toString().split('\n')) add(line);
    if (survey.isCertain) break;
  }
  return survey.decide();
}
