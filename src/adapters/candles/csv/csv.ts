import { JbtError } from '../../../model/errors.ts';
import { describeGaps } from '../../../model/gap.ts';
import { formatLength, type TimeRange } from '../../../model/time.ts';
import type { CandleFile, CandleFileOptions, CandleFileReader } from '../file.ts';
import { CandleRows } from '../rows.ts';
import { BlockReader } from './block.ts';
import { delimiterOf } from './cells.ts';
import { type CsvContent, readContents } from './content.ts';
import { readLineBlocks } from './lines.ts';

export { columnTwice } from './layout.ts';

/** CSV, plain, gzipped, or every file of a zip archive. Text has no signature, so this reader takes any file. */
export const csvReader: CandleFileReader = {
  recognises: () => true,
  async read(file, options) {
    const files: CandleFile[] = [];
    try {
      for await (const content of readContents(file)) files.push(await readFile(content, options));
    } catch (error) {
      if (error instanceof JbtError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new JbtError(
        'InvalidCandles',
        `${file.name} cannot be read to its end (${reason}): it is damaged or no CSV file`,
      );
    }
    return files;
  },
};

async function readFile(content: CsvContent, options: CandleFileOptions): Promise<CandleFile> {
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

async function readRows({ name, size, bytes }: CsvContent, options: CandleFileOptions): Promise<CandleRows> {
  const rows = new CandleRows(name);
  let reader: BlockReader | null = null;
  let bytesRead = 0;
  for await (const block of readLineBlocks(bytes)) {
    reader ??= new BlockReader(rows, delimiterOf(block.toString()), options);
    reader.read(block);
    bytesRead += block.length;
    if (size !== null) rows.foresee(bytesRead / size);
    options.onRows?.(rows.length + rows.duplicates);
  }
  if (!reader?.hasLayout) throw new JbtError('InvalidCandles', `${name} has no rows`);
  if (rows.length === 0) throw new JbtError('InvalidCandles', `${name} has a header but no candles`);
  return rows;
}
