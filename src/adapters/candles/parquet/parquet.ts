import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Compressors, FileMetaData, SchemaElement } from 'hyparquet';
import { decodeLz4Block, loadZstd } from '../codecs/codecs.ts';
import type { CandleFileReader } from '../file.ts';
import { type Row, readRows } from '../table/read-rows.ts';
import type { Cell } from '../table/table.ts';
import { readWhole } from '../unpack/whole.ts';

const MOST_BYTES = 2e9;
/** Rows of a group are decoded so many at a time, because each becomes an array. */
const ROWS_AT_ONCE = 100_000;

/** Parquet, as pandas and polars write it. */
export const parquetReader: CandleFileReader = {
  format: 'Parquet',
  recognises: (start) => start.toString('latin1', 0, 4) === 'PAR1',
  async *read(content, options) {
    const { parquetMetadata } = await import('hyparquet');
    const bytes = await readWhole(content, MOST_BYTES);
    const buffer = new Uint8Array(bytes).buffer;
    const metadata = parquetMetadata(buffer);
    const columns = columnsOf(metadata);
    const names = columns.map(({ name }) => name);
    yield* readRows(content.name, names, batchesOf(buffer, metadata, columns), options);
  },
};

async function* batchesOf(
  buffer: ArrayBuffer,
  metadata: FileMetaData,
  columns: readonly SchemaElement[],
): AsyncGenerator<readonly Row[]> {
  const { parquetReadObjects } = await import('hyparquet');
  const zstd = await loadZstd();
  const compressors: Compressors = {
    GZIP: (input) => gunzipSync(input),
    BROTLI: (input) => brotliDecompressSync(input),
    ZSTD: zstd,
    LZ4_RAW: decodeLz4Block,
  };
  const all = Number(metadata.num_rows);
  for (let rowStart = 0; rowStart < all; rowStart += ROWS_AT_ONCE) {
    const rowEnd = Math.min(all, rowStart + ROWS_AT_ONCE);
    const rows = await parquetReadObjects({ file: buffer, metadata, rowStart, rowEnd, compressors });
    yield rows.map((row) => columns.map((column) => cellOf(row[column.name], isLocal(column))));
  }
}

/** Returns the columns of values; nested ones have no meaning here. */
function columnsOf({ schema }: FileMetaData): readonly SchemaElement[] {
  return schema.filter(({ type }) => type !== undefined);
}

/** True for times without a zone, as pandas writes them from naive ones. */
function isLocal({ logical_type }: SchemaElement): boolean {
  return logical_type?.type === 'TIMESTAMP' && !logical_type.isAdjustedToUTC;
}

function cellOf(value: unknown, isLocalTime: boolean): Cell {
  if (value instanceof Date) return isLocalTime ? value.toISOString().slice(0, -1) : value.getTime();
  if (typeof value === 'number' || typeof value === 'string') return value;
  return typeof value === 'bigint' ? Number(value) : '';
}
