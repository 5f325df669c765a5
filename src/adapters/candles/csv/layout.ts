import { readTimestamp, type TimeUnit } from '../time.ts';

interface Places {
  readonly timestamp: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Which cell of a row holds what. */
export interface Layout extends Places {
  /** Cells that every row has at least: as many as the first row has before the blanks at its end. */
  readonly width: number;
}

export type FirstRow =
  | { readonly kind: 'header'; readonly layout: Layout }
  | { readonly kind: 'candle'; readonly layout: Layout }
  | { readonly kind: 'unknown'; readonly reason: string };

/** The first six of Binance's kline files, which until 2021 had no header. */
const KLINE_COLUMNS = ['opentime', 'open', 'high', 'low', 'close', 'volume'];

/** Spellings by preference: files that have `unix` and `date` mean the same by both, and a number is read faster. */
const SPELLINGS = {
  timestamp: ['timestamp', 'opentime', 'unix', 'unixtimestamp', 'time', 'datetime', 'date', 'ts'],
  open: ['open', 'openprice', 'o'],
  high: ['high', 'highprice', 'h'],
  low: ['low', 'lowprice', 'l'],
  close: ['close', 'closeprice', 'c'],
  volume: ['volume', 'vol', 'basevolume', 'v'],
} as const;

/** Tells from the first row of a file what its columns are; `columns` names them in its stead. */
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
  // Names in another language, which were said in English by `columns`.
  if (columns !== null && cells.every((cell) => !/^\s*[\d.]/.test(cell))) return { kind: 'header', layout };
  return { kind: 'unknown', reason: 'it starts neither with the names of the columns nor with the time of a candle' };
}

/** The name of a candle's column that stands there twice; null for none. */
export function columnTwice(columns: readonly string[]): string | null {
  const known = Object.values<readonly string[]>(SPELLINGS).flat();
  const names = columns.map(fold);
  return names.find((name, at) => known.includes(name) && names.indexOf(name) < at) ?? null;
}

/** The places of all columns, or the name of one that is missing. */
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
