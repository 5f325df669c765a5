import { JbtError } from '../../../model/errors.ts';
import type { CandleFileReader } from '../file.ts';
import { describeText } from './text.ts';

/** First bytes of formats that hold no candles, or hold them in a way that jbt does not read. */
const SIGNATURES: readonly (readonly [bytes: string, found: string])[] = [
  ['\x89PNG', 'a picture (PNG)'],
  ['\xff\xd8\xff', 'a picture (JPEG)'],
  ['GIF8', 'a picture (GIF)'],
  ['%PDF', 'a PDF document'],
  ['\xd0\xcf\x11\xe0', 'a workbook of old Excel: save its sheet as CSV'],
  ['SQLite format 3', 'a database of SQLite: export its table as CSV'],
  ['\x89HDF', 'an HDF5 file: write it as Parquet or CSV with pandas'],
  ['\x93NUMPY', 'an array of NumPy: write it as CSV with numpy.savetxt'],
  ['7z\xbc\xaf', 'a 7z archive: unpack it'],
  ['Rar!', 'a rar archive: unpack it'],
  ['BZh', 'a bzip2 archive: unpack it'],
  ['\xfd7zXZ', 'an xz archive: unpack it'],
  ['\x28\xb5\x2f\xfd', 'a zstd archive: unpack it'],
  ['\x04\x22\x4d\x18', 'an lz4 archive: unpack it'],
  ['FEA1', 'a Feather file of version 1: write it again with pandas'],
  ['\x7fELF', 'a program'],
];

/** Names what a file is that holds no candles. */
export const foreignReader: CandleFileReader = {
  format: 'candle',
  recognises: (start) => describe(start) !== null,
  // biome-ignore lint/correctness/useYield: the port gives files one by one, and this reader has none.
  async *read({ name, start }) {
    throw new JbtError('InvalidCandles', `${name} holds no candles that jbt can read: it is ${describe(start)}`);
  },
};

function describe(start: Buffer): string | null {
  const bytes = start.toString('latin1');
  const known = SIGNATURES.find(([signature]) => bytes.startsWith(signature));
  if (known !== undefined) return known[1];
  if (bytes.startsWith('ustar', 257)) return 'a tar archive: unpack it';
  if (start[0] === 0x80 && start[1] >= 2 && start[1] <= 5) return 'a pickle of Python: write it as Parquet or CSV';
  if (/^(?:\xff\xfe|\xfe\xff)/.test(bytes)) return null;
  if (start.includes(0)) return 'a binary file of an unknown format: write it as CSV, JSON or Parquet';
  return describeText(start.toString().replace(/^\ufeff/, ''));
}
