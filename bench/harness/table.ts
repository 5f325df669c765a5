import type { BenchDocument, RecordedFigure } from './document.ts';

const HEADS = ['bench', 'figure', 'median', 'spread', 'limit', 'its median', 'ratio', ''];
const RIGHT_ALIGNED = new Set([2, 3, 5, 6]);

/** All figures as lines of text. */
export function tableOf(benches: BenchDocument['benches']): string {
  const rows = Object.entries(benches).flatMap(([bench, figures]) => figures.map((figure) => rowOf(bench, figure)));
  return alignColumns([HEADS, ...rows]);
}

/** Lays cells out in columns; figures end at the right of theirs. */
function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_head, column) => Math.max(...rows.map((cells) => cells[column].length)));
  const lineOf = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (RIGHT_ALIGNED.has(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
      .join('  ')
      .trimEnd();
  return rows.map(lineOf).join('\n');
}

function rowOf(bench: string, { name, unit, median, spread, noisy, limit, ratio, note }: RecordedFigure): string[] {
  return [
    bench,
    name,
    `${digits(median)} ${unit}`,
    `${(100 * spread).toFixed(0)} %`,
    limit?.name ?? '-',
    limit === null ? '-' : `${digits(limit.median)} ${unit}`,
    ratio === null ? '-' : ratio.toFixed(2),
    [note, noisy ? 'NOISY' : ''].filter((part) => part !== '').join(' '),
  ];
}

/** Three significant digits, and all before the point. */
function digits(value: number): string {
  const before = Math.floor(Math.log10(Math.max(Math.abs(value), 1e-3))) + 1;
  return value.toLocaleString('en-US', {
    minimumFractionDigits: Math.max(0, 3 - before),
    maximumFractionDigits: Math.max(0, 3 - before),
  });
}
