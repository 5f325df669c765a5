import type { Row } from '../table/read-rows.ts';
import { type Cell, isHeader, isTradeHeader } from '../table/table.ts';

/** Rows that were found in a document. */
export interface Series {
  /** The key under which they lie. */
  readonly key: string;
  /** Names of the columns; null for none. */
  readonly names: readonly string[] | null;
  readonly rows: readonly Row[];
}

/** Answers of exchanges wrap rows in a few objects. */
const DEEPEST = 4;

/** Finds the rows of candles in a document. */
export function seriesIn(value: unknown, key = '', depth = 0): readonly Series[] {
  if (Array.isArray(value)) return seriesOfRows(value, key) ?? inEach(value.entries(), depth);
  if (!isRecord(value)) return [];
  return seriesOfColumns(value, key) ?? seriesOfTimes(value, key) ?? inEach(Object.entries(value), depth);
}

function inEach(entries: Iterable<readonly [key: string | number, value: unknown]>, depth: number): readonly Series[] {
  if (depth === DEEPEST) return [];
  return [...entries].flatMap(([key, value]) => seriesIn(value, String(key), depth + 1));
}

/** `[[time, open, ...], ...]` or `[{ open: ... }, ...]`. */
function seriesOfRows(values: readonly unknown[], key: string): readonly Series[] | null {
  const [first] = values;
  const names = isRecord(first) ? Object.keys(first) : null;
  if (names !== null && !isHeader(names) && !isTradeHeader(names)) return null;
  if (names === null && !(Array.isArray(first) && first.length >= 5 && first.every(isCell))) return null;
  // A header may be the first row.
  const header = Array.isArray(first) && isHeader(first.map(cellOf)) ? first.map(String) : null;
  const rows = values.slice(header === null ? 0 : 1).map((value) => rowOf(value, names));
  return [{ key, names: names ?? header, rows: rows.filter((row) => row !== null) }];
}

/** `{ open: [...], close: [...] }`, or `{ columns, data }` as pandas splits a table. */
function seriesOfColumns(value: Readonly<Record<string, unknown>>, key: string): readonly Series[] | null {
  const { columns, data, index } = value;
  if (Array.isArray(columns) && Array.isArray(data) && isHeader(columns.map(cellOf))) {
    const indices = Array.isArray(index) ? index : [];
    const rows = data.map((row, at) => [cellOf(indices[at]), ...(rowOf(row, null) ?? [])]);
    return [{ key, names: ['index', ...columns.map(String)], rows }];
  }
  if (!isHeader(Object.keys(value))) return null;
  const lists = Object.entries(value).flatMap(([name, list]) =>
    isList(list) ? [[name, Object.values(list)] as const] : [],
  );
  if (!isHeader(lists.map(([name]) => name))) return null;
  const length = Math.max(...lists.map(([, list]) => list.length));
  const rows = Array.from({ length }, (_, row) => lists.map(([, list]) => cellOf(list[row])));
  return [{ key, names: lists.map(([name]) => name), rows }];
}

/** `{ "1690848000000": { open: ... }, ... }`: times as keys. */
function seriesOfTimes(value: Readonly<Record<string, unknown>>, key: string): readonly Series[] | null {
  const entries = Object.entries(value);
  const [first] = entries;
  if (first === undefined || !/^\d{4}/.test(first[0]) || !isRecord(first[1])) return null;
  const names = Object.keys(first[1]);
  if (!isHeader(names)) return null;
  const rows = entries.map(([time, row]) => [time, ...(rowOf(row, names) ?? [])]);
  return [{ key, names: ['timestamp', ...names], rows }];
}

/** Turns an array, or the values of an object in the order of names, into a row; null for anything else. */
export function rowOf(value: unknown, names: readonly string[] | null): Row | null {
  if (names !== null) return isRecord(value) ? names.map((name) => cellOf(value[name])) : null;
  return Array.isArray(value) ? value.map(cellOf) : null;
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'number' || typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function isCell(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function isList(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
