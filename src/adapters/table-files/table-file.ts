/** Type of a column; times are milliseconds since 1970. */
export type ColumnType = 'text' | 'number' | 'integer' | 'boolean' | 'time';

export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** A value of a row; null where there is none. */
export type TableCell = string | number | boolean | null;

/** A table that is written row by row, in bounded memory. */
export interface TableFile {
  add(row: readonly TableCell[]): void;
  /** Completes the file. */
  finish(): void;
}
