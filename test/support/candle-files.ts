import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { csvReader } from '../../src/adapters/candles/csv/csv.ts';
import { type CandleFile, type CandleFileOptions, DEFAULT_OPTIONS } from '../../src/adapters/candles/file.ts';
import { readCandleFiles } from '../../src/adapters/candles/unpack/unpack.ts';
import { CANDLE_READERS } from '../../src/cli/import/readers.ts';
import type { Candle } from '../../src/model/candle.ts';
import { MINUTE } from '../../src/model/time.ts';
import { testFolder } from './folder.ts';

export const AUGUST = Date.UTC(2023, 7, 1);
export const HEADER = 'open_time,open,high,low,close,volume';
export const STRICT: CandleFileOptions = DEFAULT_OPTIONS;

/** A row of the minute after August's first, in the order of Binance. */
export function row(minute: number, numbers = '2,4,1,3,10'): string {
  return `${AUGUST + minute * MINUTE},${numbers}`;
}

/** The content of a file. */
export function lines(...rows: readonly string[]): string {
  return `${rows.join('\n')}\n`;
}

/** A file of the first three minutes of August. */
export const THREE = lines(HEADER, row(0), row(1, '3,5,2,4,11'), row(2, '4,6,3,5,0'));

/** The candles of a file, one a row. */
export function candlesOf({ rows }: CandleFile): readonly Candle[] {
  return Array.from(rows.minutes, (minute, row) => ({
    timestamp: minute * MINUTE,
    open: rows.open[row],
    high: rows.high[row],
    low: rows.low[row],
    close: rows.close[row],
    volume: rows.volume[row],
  }));
}

/** Sees that a file holds the candles of `THREE`. */
export function expectThree(file: CandleFile): void {
  expect(candlesOf(file)).toEqual([
    { timestamp: AUGUST, open: 2, high: 4, low: 1, close: 3, volume: 10 },
    { timestamp: AUGUST + MINUTE, open: 3, high: 5, low: 2, close: 4, volume: 11 },
    { timestamp: AUGUST + 2 * MINUTE, open: 4, high: 6, low: 3, close: 5, volume: 0 },
  ]);
}

/** Reads content as a file `candles.csv`. */
export function readCsv(
  content: string | Buffer,
  options: Partial<CandleFileOptions> = {},
): Promise<readonly CandleFile[]> {
  const path = join(testFolder(), 'candles.csv');
  writeFileSync(path, content);
  return collect(readCandleFiles([csvReader], path, 'candles.csv', { ...STRICT, ...options }));
}

/** Reads content as a file that holds one file of candles. */
export async function readOne(content: string | Buffer, options: Partial<CandleFileOptions> = {}): Promise<CandleFile> {
  const files = await readCsv(content, options);
  expect(files).toHaveLength(1);
  return files[0];
}

/** Reads content of any format as a file `candles`, as `jbt import` does. */
export function readAny(
  content: string | Buffer,
  options: Partial<CandleFileOptions> = {},
): Promise<readonly CandleFile[]> {
  const path = join(testFolder(), 'candles');
  writeFileSync(path, content);
  return collect(readCandleFiles(CANDLE_READERS, path, 'candles', { ...STRICT, ...options }));
}

/** All that an iteration gives. */
export async function collect<Value>(values: AsyncIterable<Value>): Promise<readonly Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}
