import { fileWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { ColumnType, TableCell, TableColumn, TableFile } from './table-file.ts';

/** Rows that are kept in memory and written together. */
const GROUP_ROWS = 10_000;

/** A Parquet file of these columns. Times are UTC, and every value may be null. */
export function createParquetFile(path: string, columns: readonly TableColumn[]): TableFile {
  const schema = [{ name: 'root', num_children: columns.length }, ...columns.map(elementOf)];
  const writer = new ParquetWriter({ writer: fileWriter(path), schema });
  let group = columns.map((): unknown[] => []);
  const writeGroup = (): void => {
    writer.write({
      columnData: columns.map(({ name }, index) => ({ name, data: group[index] })),
      rowGroupSize: GROUP_ROWS,
    });
    group = columns.map(() => []);
  };
  return {
    add(row) {
      for (const [index, { type }] of columns.entries()) group[index].push(parquetValue(row[index], type));
      if (group[0].length >= GROUP_ROWS) writeGroup();
    },
    finish() {
      if (group[0].length > 0) writeGroup();
      writer.finish();
    },
  };
}

function parquetValue(cell: TableCell, type: ColumnType): unknown {
  if (cell === null) return null;
  if (typeof cell !== 'number') return cell;
  if (type === 'time') return new Date(cell);
  return Number.isNaN(cell) ? null : cell;
}

function elementOf({ name, type }: TableColumn): SchemaElement {
  const element = { name, repetition_type: 'OPTIONAL' } as const;
  switch (type) {
    case 'text':
      return { ...element, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };
    case 'number':
      return { ...element, type: 'DOUBLE' };
    case 'integer':
      return { ...element, type: 'INT32' };
    case 'boolean':
      return { ...element, type: 'BOOLEAN' };
    case 'time': {
      const logical_type = { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' } as const;
      return { ...element, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', logical_type };
    }
  }
}
