import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { csvReader } from '../../../../src/adapters/candles/csv/csv.ts';
import { DEFAULT_OPTIONS } from '../../../../src/adapters/candles/file.ts';
import { readCandleFiles } from '../../../../src/adapters/candles/unpack/unpack.ts';
import { allocateColumns, type CandleColumns, COLUMN_NAMES } from '../../../../src/model/candle.ts';
import { type MarketKey, marketKey } from '../../../../src/model/market.ts';
import { MINUTE } from '../../../../src/model/time.ts';
import type { RealCase } from './case.ts';

const FOLDERS = ['../../../../examples/candles/', '../../data/'].map((folder) => new URL(folder, import.meta.url));

/** Path of a recorded candle file in the project. */
export function candlePath(file: string): string {
  const paths = FOLDERS.map((folder) => fileURLToPath(new URL(basename(file), folder)));
  const path = paths.find((candidate) => existsSync(candidate));
  if (path === undefined) throw new Error(`${file} is neither ${paths.join(' nor ')}`);
  return path;
}

/** The raw minutes of a case, by `marketKey`. */
export async function candlesOf({ exchange, files }: RealCase): Promise<Readonly<Record<MarketKey, CandleColumns>>> {
  const symbols = [...new Set(files.map(({ symbol }) => symbol))];
  const entries = symbols.map(async (symbol) => {
    const ofSymbol = files.filter((file) => file.symbol === symbol);
    const parts = await Promise.all(ofSymbol.map(({ file }) => readFile(candlePath(file))));
    return [marketKey({ exchange: exchange.name, symbol }), joined(parts)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function readFile(path: string): Promise<CandleColumns> {
  const parts: CandleColumns[] = [];
  for await (const { rows } of readCandleFiles([csvReader], path, path, DEFAULT_OPTIONS)) {
    const { minutes, lines: _, ...columns } = rows;
    parts.push({ start: minutes[0] * MINUTE, step: MINUTE, length: minutes.length, ...columns });
  }
  return joined(parts);
}

function joined(parts: readonly CandleColumns[]): CandleColumns {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const columns = allocateColumns(parts[0].start, MINUTE, length);
  let row = 0;
  for (const part of parts) {
    if (part.start !== columns.start + row * MINUTE) throw new Error(`a file does not begin where the one before ends`);
    for (const name of COLUMN_NAMES) columns[name].set(part[name], row);
    row += part.length;
  }
  return columns;
}
