import { isHeader, isTradeHeader } from '../table/table.ts';
import { splitCells } from './cells.ts';

/** The form of a file: its delimiter, and where its rows start. */
export interface Dialect {
  readonly delimiter: string;
  /** Names of the columns; null for none. */
  readonly names: readonly string[] | null;
  /** Number of lines before the first row. */
  readonly linesBefore: number;
}

const SIGNS = [',', ';', '\t', '|'] as const;
const BLANK = [' '] as const;

/** A comma comes late, because it may be the decimal mark. */
const BY_SAFETY = ['\t', ';', '|', ',', ' '] as const;
const FEWEST_CELLS = 5;

/** The header must come within so many lines. */
const MOST_LINES_BEFORE = 40;

/** Finds the header, behind comments and titles, or the first row of a file without one. */
export function findDialect(lines: readonly string[], columns: readonly string[] | null): Dialect {
  for (const [index, line] of lines.slice(0, MOST_LINES_BEFORE).entries()) {
    const text = line.replace(/^\s*(?:#|\/\/)\s*/, '');
    // Names may have blanks, so that a blank is the delimiter only where there is no other.
    const possible = /[,;\t|]/.test(text) ? SIGNS : BLANK;
    const delimiter = possible.find((candidate) => isTableHeader(splitCells(text, candidate)));
    if (delimiter === undefined) continue;
    const names = splitCells(text, delimiter).map((name) => name.trim());
    return { delimiter, names, linesBefore: index + 1 + subtitles(lines.slice(index + 1), delimiter) };
  }
  const first = lines.findIndex((line) => !isPreamble(line));
  const delimiter = delimiterOf(lines[first] ?? '');
  const cells = splitCells(lines[first] ?? '', delimiter);
  // A header in another language: `columns` gives its names in English.
  const isForeignHeader = columns !== null && first >= 0 && cells.every((cell) => !/^\s*[\d.]/.test(cell));
  return isForeignHeader
    ? { delimiter, names: cells, linesBefore: first + 1 }
    : { delimiter, names: null, linesBefore: Math.max(first, 0) };
}

function isTableHeader(cells: readonly string[]): boolean {
  return isHeader(cells) || isTradeHeader(cells);
}

/** Counts the lines of words below a header: pandas writes a header of several lines. */
function subtitles(lines: readonly string[], delimiter: string): number {
  const first = lines.findIndex((line) => line.trim() === '' || splitCells(line, delimiter).some(startsWithDigit));
  return first > 0 && first <= MOST_SUBTITLES ? first : 0;
}

const MOST_SUBTITLES = 2;

function startsWithDigit(cell: string): boolean {
  return /^\s*[-+]?[\d.]/.test(cell);
}

/** True for a comment, a title with a link, a separator for Excel, or a blank line. */
export function isPreamble(line: string): boolean {
  return /^\s*(?:#|\/\/|https?:|www\.|"?sep=|(?:"\s*"\s*)?$)/i.test(line);
}

function delimiterOf(line: string): string {
  return BY_SAFETY.find((delimiter) => splitCells(line, delimiter).length >= FEWEST_CELLS) ?? ',';
}
