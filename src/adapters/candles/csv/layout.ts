import { readTimestamp, type TimeUnit } from '../time.ts';

interface Places {
  readonly timestamp: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Positions of the columns in a row. */
export interface Layout extends Places {
  /** Least number of cells in a row: the first row's, without blank cells at its end. */
  readonly width: number;
}

export type FirstRow =
  | { readonly kind: 'header'; readonly layout: Layout }
  | { readonly kind: 'candle'; readonly layout: Layout }
  | { readonly kind: 'unknown'; readonly reason: string };

/** The first six columns of Binance's kline files, which had no header until 2021. */
const KLINE_COLUMNS = ['opentime', 'open', 'high', 'low', 'close', 'volume'];

/** Spellings by preference. Files with both `unix` and `date` mean the same by them, and a number is faster to read. */
const SPELLINGS = {
  timestamp: ['timestamp', 'opentime', 'unix', 'unixtimestamp', 'time', 'datetime', 'date', 'ts'],
  open: ['open', 'openprice', 'o'],
  high: ['high', 'highprice', 'h'],
  low: ['low', 'lowprice', 'l'],
  close: ['close', 'closeprice', 'c'],
  volume: ['volume', 'vol', 'basevolume', 'v'],
} as const;

/** Recognises the columns by the first row of a file, or takes those that `columns` names. */
export function recogniseFirstRow(
  cells: readonly string[],
  columns: readonly string[] | null,
  unit: TimeUnit | null,
): FirstRow {
  const names = cells.map(fold);
  const isHeader = positionOf(SPELLINGS.open, names) >= 0 && positionOf(SPELLINGS.close, names) >= 0;
  const places = placesIn(columns?.map(fold) ?? (isHeader ? names : KLINE_COLUMNS));
  if (typeof places === 'string') {
    return { kind: 'unknown', reason: `there is no column ${places} among ${(columns ?? cells).join(', ')}` };
  }
  const layout = { ...places, width: cells.reduce((width, cell, at) => (cell.trim() === '' ? width : at + 1), 0) };
  if (isHeader) return { kind: 'header', layout };
  if (readTimestamp((cells[layout.timestamp] ?? '').trim(), unit) !== null) return { kind: 'candle', layout };
  // A header in another language: `columns` gives its names in English.
  if (columns !== null && cells.every((cell) => !/^\s*[\d.]/.test(cell))) return { kind: 'header', layout };
  return { kind: 'unknown', reason: 'it starts neither with the names of the columns nor with the time of a candle' };
}

/** Finds a candle's column that is named twice; null for none. */
export function columnTwice(columns: readonly string[]): string | null {
  const known = Object.values<readonly string[]>(SPELLINGS).flat();
  const names = columns.map(fold);
  return names.find((name, at) => known.includes(name) && names.indexOf(name) < at) ?? null;
}

/** Returns the positions of all columns, or the name of a missing one. */
function placesIn(names: readonly string[]): Places | keyof Places {
  const places = {
    timestamp: positionOf(SPELLINGS.timestamp, names),
    open: positionOf(SPELLINGS.open, names),
    high: positionOf(SPELLINGS.high, names),
    low: positionOf(SPELLINGS.low, names),
    close: positionOf(SPELLINGS.close, names),
    volume: positionOf(SPELLINGS.volume, names),
  };
  return COLUMNS.find((column) => places[column] < 0) ?? places;
}

const COLUMNS = ['timestamp', 'open', 'high', 'low', 'close', 'volume'] as const;

function positionOf(spellings: readonly string[], names: readonly string[]): number {
  const known = spellings.find((spelling) => names.includes(spelling));
  return known === undefined ? -1 : names.indexOf(known);
}

/** `Open time`, `open_time` and `OpenTime` are one name. */
function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '');
}
