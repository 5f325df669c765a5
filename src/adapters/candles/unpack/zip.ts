import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { JbtError } from '../../../model/errors.ts';
import type { CandleContent } from '../file.ts';
import { peek } from './content.ts';
import { baseName, listNames, seriesOf } from './series-name.ts';

const OTHER_FORMATS = /\.(?:json|jsonl|ndjson|parquet|feather|arrow|tsv|txt)$/i;

/** Opens the files of candles in an archive, which must be of one market unless `chosen` names one. */
export async function* unzip(path: string, name: string, chosen: string | null): AsyncGenerator<CandleContent> {
  const archive = await openPromise(path, { lazyEntries: true, autoClose: false });
  try {
    for (const entry of await candleEntries(archive, name, chosen)) yield await contentOf(archive, entry, name);
  } finally {
    archive.close();
  }
}

async function candleEntries(archive: ZipFile, name: string, chosen: string | null): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of archive.eachEntry()) entries.push(entry);
  if (entries.some(({ fileName }) => fileName.startsWith('xl/'))) {
    throw new JbtError('InvalidCandles', `${name} is a workbook of Excel: save its sheet as CSV`);
  }
  const csv = entries.filter(({ fileName }) => /\.csv$/i.test(fileName) && !isHidden(fileName));
  const found =
    csv.length > 0 ? csv : entries.filter(({ fileName }) => OTHER_FORMATS.test(fileName) && !isHidden(fileName));
  if (found.length === 0) throw new JbtError('InvalidCandles', `${name} is an archive without a file of candles in it`);
  const wanted = chosen === null ? found : found.filter(({ fileName }) => isChosen(fileName, chosen));
  if (wanted.length === 0)
    throw new JbtError('InvalidCandles', `${name} has no entry ${chosen}; it has ${listed(found)}`);
  if (new Set(wanted.map(({ fileName }) => seriesOf(fileName))).size > 1) {
    const example = seriesOf(wanted[0].fileName);
    throw new JbtError(
      'InvalidCandles',
      `${name} holds several series, ${listed(wanted)}; an import has one market: choose with --entry ${example}`,
    );
  }
  return wanted;
}

/** Archives from a Mac carry hidden copies. */
function isHidden(fileName: string): boolean {
  return fileName.startsWith('__MACOSX/') || baseName(fileName).startsWith('.');
}

function isChosen(fileName: string, chosen: string): boolean {
  return [fileName, baseName(fileName), seriesOf(fileName)].includes(chosen);
}

function listed(entries: readonly Entry[]): string {
  return listNames(entries.map(({ fileName }) => fileName));
}

/** Zip streams cannot be opened twice at once, and need not be. */
function contentOf(archive: ZipFile, entry: Entry, name: string): Promise<CandleContent> {
  const open = () => checked(archive.openReadStreamPromise(entry), entry.crc32);
  return peek(`${name}/${entry.fileName}`, entry.uncompressedSize, open, true);
}

/** Checks the CRC-32, because the archive's reader checks only lengths. */
async function* checked(opening: Promise<Readable>, expected: number): AsyncGenerator<Buffer> {
  let checksum = 0;
  for await (const piece of await opening) {
    checksum = crc32(piece, checksum);
    yield piece;
  }
  if (checksum !== expected) throw new Error('the checksum of the archive does not fit');
}
