import type { Field, RecordBatch } from 'apache-arrow';
import { JbtError } from '../../../model/errors.ts';
import { decodeLz4Frame, loadZstd } from '../codecs/codecs.ts';
import type { CandleFileReader } from '../file.ts';
import { type Row, readRows } from '../table/read-rows.ts';
import type { Cell } from '../table/table.ts';
import { readWhole } from '../unpack/whole.ts';

const MOST_BYTES = 2e9;

/** Feather and Arrow files, as freqtrade writes them. They need the optional library apache-arrow. */
export const arrowReader: CandleFileReader = {
  format: 'Arrow',
  recognises: (start) => start.toString('latin1', 0, 6) === 'ARROW1',
  async *read(content, options) {
    const { CompressionType, compressionRegistry, DataType, tableFromIPC } = await loadArrow(content.name);
    compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: decodeLz4Frame });
    compressionRegistry.set(CompressionType.ZSTD, { decode: await loadZstd() });
    const { batches, schema } = tableFromIPC(await readWhole(content, MOST_BYTES));
    const names = schema.fields.map(({ name }) => name);
    const local = schema.fields.map(({ type }: Field) => DataType.isTimestamp(type) && !type.timezone);
    yield* readRows(content.name, names, rowsOf(batches, local), options);
  },
};

async function loadArrow(name: string): Promise<typeof import('apache-arrow')> {
  try {
    return await import('apache-arrow');
  } catch {
    throw new JbtError(
      'InvalidCandles',
      `${name} is a Feather or Arrow file, which needs the library apache-arrow: npm install apache-arrow`,
    );
  }
}

/** One batch of rows for each batch of the file. `local` marks columns of times without a zone. */
function* rowsOf(batches: readonly RecordBatch[], local: readonly boolean[]): Generator<readonly Row[]> {
  for (const batch of batches) {
    const columns = local.map((_, index) => batch.getChildAt(index));
    yield Array.from({ length: batch.numRows }, (_, row) =>
      columns.map((column, index) => cellOf(column?.get(row), local[index])),
    );
  }
}

function cellOf(value: unknown, isLocalTime: boolean): Cell {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'number') return isLocalTime ? new Date(value).toISOString().slice(0, -1) : value;
  if (typeof value === 'string') return value;
  return typeof value === 'bigint' ? Number(value) : '';
}
