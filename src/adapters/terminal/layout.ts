import Table from 'cli-table3';
import { cutTo, type Paint } from './paint.ts';

/** One column of the table, with a cell per backtest. */
export interface Column {
  readonly heading: string;
  readonly cells: readonly string[];
  readonly align: 'left' | 'right';
  readonly style: (cell: string) => string;
  /** The column of the highest rank is dropped first where room is short; 0 always stays. */
  readonly rank: number;
  /** Smallest width before other columns are dropped; the full width forbids truncation. */
  readonly shortest: number;
}

const GAP = 2;

/** Width of a column without truncation. */
export function widest(heading: string, cells: readonly string[]): number {
  return Math.max(heading.length, ...cells.map((cell) => cell.length));
}

/** Columns of this rank and above are dropped before any text is truncated. */
export const NICE_TO_HAVE = 3;

/** Columns that fit a width, truncated where needed. */
export function fitColumns(columns: readonly Column[], width: number): Column[] {
  const highest = Math.max(...columns.map(({ rank }) => rank));
  const needed = highest < NICE_TO_HAVE ? columns.map(({ shortest }) => shortest) : columns.map(fullWidth);
  if (highest === 0 || sumOf(needed) <= width) return cutColumns(columns, width);
  const gone = columns.map(({ rank }) => rank).lastIndexOf(highest);
  return fitColumns(
    columns.filter((_, index) => index !== gone),
    width,
  );
}

function fullWidth({ heading, cells }: Column): number {
  return widest(heading, cells);
}

function sumOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + GAP, -GAP);
}

function cutColumns(columns: readonly Column[], width: number): Column[] {
  let excess = Math.max(0, sumOf(columns.map(fullWidth)) - width);
  return columns.map((column) => {
    const full = fullWidth(column);
    const target = Math.max(column.shortest, full - excess);
    excess -= full - target;
    return target === full ? column : { ...column, cells: column.cells.map((cell) => cutTo(cell, target)) };
  });
}

const BORDERLESS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
  mid: '',
  'mid-mid': '',
  middle: ' '.repeat(GAP),
} as const;

/** The columns as lines of text. */
export function drawColumns(columns: readonly Column[], paint: Paint): string {
  const table = new Table({
    chars: BORDERLESS,
    colAligns: columns.map(({ align }) => align),
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  table.push(columns.map(({ heading }) => paint('dim', heading)));
  const rows = columns[0]?.cells ?? [];
  for (const index of rows.keys()) table.push(columns.map(({ cells, style }) => style(cells[index])));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
