import { closeSync, openSync, writeFileSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import type { ColumnType, TableCell, TableColumn, TableFile } from './table-file.ts';

/** Rows that are kept in memory and written together. */
const BLOCK_ROWS = 1000;

/** A CSV file of these columns, under a header. Times are ISO 8601 in UTC; what is missing is empty. */
export function createCsvFile(path: string, columns: readonly TableColumn[]): TableFile {
  const file = openSync(path, 'w');
  let rows: string[][] = [columns.map(({ name }) => name)];
  const writeRows = (): void => {
    writeFileSync(file, stringify(rows));
    rows = [];
  };
  return {
    add(row) {
      rows.push(columns.map(({ type }, index) => textOf(row[index], type)));
      if (rows.length >= BLOCK_ROWS) writeRows();
    },
    finish() {
      writeRows();
      closeSync(file);
    },
  };
}

/** Formula injection: a spreadsheet evaluates text that begins so, unless an apostrophe precedes it. */
const FORMULA = /^[=+\-@\t\r]/;

function textOf(cell: TableCell, type: ColumnType): string {
  if (cell === null || Number.isNaN(cell)) return '';
  if (type === 'time' && typeof cell === 'number') return new Date(cell).toISOString();
  return typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : String(cell);
}
