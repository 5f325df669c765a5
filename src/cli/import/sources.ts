import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isChecksumFile } from '../../adapters/candles/unpack/checksum.ts';
import { listNames, seriesOf } from '../../adapters/candles/unpack/series-name.ts';
import { JbtError } from '../../model/errors.ts';

const CANDLE_FILES = /\.(?:csv|tsv|txt|json|jsonl|ndjson|parquet|feather|arrow|zip|gz)$/i;

/**
 * Returns the names of all files to read: those that were named, and those in folders that were named. Checksum files
 * are left out where other files are named. Throws JbtError `InvalidCandles`, and `FileNotFound` for an empty folder.
 */
export function sourcesOf(names: readonly string[], cwd: string): readonly string[] {
  const sources = names.flatMap((name) => (isFolder(resolve(cwd, name)) ? filesIn(name, cwd) : [name]));
  const files = sources.filter((name) => !isChecksumFile(name));
  return files.length === 0 ? sources : files;
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function filesIn(folder: string, cwd: string): readonly string[] {
  const entries = readdirSync(resolve(cwd, folder), { withFileTypes: true });
  const found = entries.filter((entry) => !entry.isDirectory() && isCandleFile(entry.name)).map(({ name }) => name);
  // Notes are text too: it counts only where nothing else is.
  const others = found.filter((name) => !/\.txt$/i.test(name));
  const files = others.length > 0 ? others : found;
  if (files.length === 0) throw new JbtError('FileNotFound', `${folder} is a folder without a file of candles in it`);
  const series = [...new Set(files.map(seriesOf))];
  if (series.length > 1) {
    throw new JbtError(
      'InvalidCandles',
      `${folder} holds several series, ${listNames(series)}; an import has one market: name its files, as in ${join(folder, `${series[0]}*`)}`,
    );
  }
  return files.sort().map((name) => join(folder, name));
}

function isCandleFile(name: string): boolean {
  return CANDLE_FILES.test(name) && !name.startsWith('.');
}
