import { JbtError } from '../../../model/errors.ts';
import { describeGaps } from '../../../model/gap.ts';
import { formatLength, type TimeRange } from '../../../model/time.ts';
import type { CandleFile } from '../file.ts';
import { CandleRows } from '../rows.ts';
import type { TimeUnit } from '../time.ts';
import { type CsvContent, readContents } from './content.ts';
import { type Layout, recogniseFirstRow } from './layout.ts';
import { type LineBlock, readLines } from './lines.ts';
import { quoteRow, readRow } from './row.ts';

export { columnTwice } from './layout.ts';

/** How files of candles are to be read. */
export interface CsvOptions {
  /** What to do about minutes that are missing between the rows of a file. */
  readonly gaps: 'refuse' | 'fill';
  /** Null recognises it row by row. */
  readonly timeUnit: TimeUnit | null;
  /** Names of the columns in their order, where the file does not say them; null where it does or is Binance's. */
  readonly columns: readonly string[] | null;
}

/**
 * Reads the candles of a CSV file: plain, gzipped, or every one of a zip archive. `name` is what errors call it.
 * Throws JbtError `FileNotFound`, `InvalidCandles`, `ConflictingCandles` or `CandleGap` with the file, the line, and
 * what was found.
 */
export async function readCandleFiles(path: string, name: string, options: CsvOptions): Promise<readonly CandleFile[]> {
  const files: CandleFile[] = [];
  try {
    for await (const content of readContents(path, name)) files.push(await readFile(content, options));
  } catch (error) {
    if (error instanceof JbtError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new JbtError('InvalidCandles', `${name} cannot be read to its end (${reason}): it is damaged or no CSV file`);
  }
  return files;
}

async function readFile(content: CsvContent, options: CsvOptions): Promise<CandleFile> {
  const rows = await readRows(content, options);
  refuseLonger(content.name, rows.longerStep());
  const gaps = rows.gaps();
  if (options.gaps === 'refuse') refuseGaps(content.name, gaps);
  return { name: content.name, ...rows.columns(), duplicates: rows.duplicates, filled: gaps };
}

function refuseLonger(name: string, step: number | null): void {
  if (step === null) return;
  throw new JbtError(
    'InvalidCandles',
    `${name}: these are ${formatLength(step)} candles, no two rows are closer; jbt needs 1m candles (it makes the longer bars itself)`,
  );
}

function refuseGaps(name: string, gaps: readonly TimeRange[]): void {
  if (gaps.length === 0) return;
  throw new JbtError('CandleGap', `${name}: ${describeGaps(gaps)}; --gaps fill makes them minutes without a trade`);
}

async function readRows({ name, bytes }: CsvContent, options: CsvOptions): Promise<CandleRows> {
  const rows = new CandleRows(name);
  let layout: Layout | null = null;
  for await (const block of readLines(bytes)) layout = readBlock(block, layout, rows, options);
  if (layout === null) throw new JbtError('InvalidCandles', `${name} has no rows`);
  if (rows.length === 0) throw new JbtError('InvalidCandles', `${name} has a header but no candles`);
  return rows;
}

/** Adds the candles of a block. The first row that is not blank tells the layout and may be a candle itself. */
function readBlock(block: LineBlock, known: Layout | null, rows: CandleRows, options: CsvOptions): Layout | null {
  let layout = known;
  for (const [index, cells] of block.rows.entries()) {
    if (isBlank(cells)) continue;
    const line = block.firstLine + index;
    if (layout === null) {
      const first = recogniseFirstRow(cells, options.columns, options.timeUnit);
      if (first.kind === 'unknown') rows.refuse(line, `${first.reason}, found ${quoteRow(cells)}; ${COLUMNS_HINT}`);
      layout = first.layout;
      if (first.kind === 'header') continue;
    }
    const candle = readRow(cells, layout, options.timeUnit);
    if (typeof candle === 'string') rows.refuse(line, candle);
    rows.add(line, candle);
  }
  return layout;
}

const COLUMNS_HINT = 'name the columns with --columns, for example timestamp,open,high,low,close,volume';

function isBlank(cells: readonly string[]): boolean {
  return cells.length === 1 && cells[0].trim() === '';
}
