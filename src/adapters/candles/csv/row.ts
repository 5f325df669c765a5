import { type Candle, COLUMN_NAMES, type ColumnName } from '../../../model/candle.ts';
import { readTimestamp, type TimeUnit } from '../time.ts';
import type { Layout } from './layout.ts';

/** Errors quote so much of a row. */
const QUOTED_CHARACTERS = 80;

const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** Reads the candle of a row, or says in words what is wrong with the row. */
export function readRow(cells: readonly string[], layout: Layout, unit: TimeUnit | null): Candle | string {
  const timestamp = readTimestamp((cells[layout.timestamp] ?? '').trim(), unit);
  if (timestamp === null) return `there is no time${unit === null ? '' : ` in ${unit}`} in ${quoteRow(cells)}`;
  const candle = {
    timestamp,
    open: toNumber(cells[layout.open]),
    close: toNumber(cells[layout.close]),
    high: toNumber(cells[layout.high]),
    low: toNumber(cells[layout.low]),
    volume: toNumber(cells[layout.volume]),
  };
  const wrong = notFinite(candle);
  if (wrong !== null) return `${describeCell(wrong, cells[layout[wrong]])} in ${quoteRow(cells)}`;
  if (cells.length >= layout.width) return candle;
  return `${cells.length} of ${layout.width} columns are left in ${quoteRow(cells)}: the row is cut off`;
}

/** Quotes a row for an error. */
export function quoteRow(cells: readonly string[]): string {
  const text = cells.join(',').trim();
  return JSON.stringify(text.length > QUOTED_CHARACTERS ? `${text.slice(0, QUOTED_CHARACTERS)}...` : text);
}

/** Reads a decimal number, NaN for anything else. JavaScript would take a blank for zero and `0x4` for four. */
function toNumber(text: string | undefined): number {
  return text !== undefined && DECIMAL.test(text) ? Number(text) : Number.NaN;
}

function notFinite(candle: Candle): ColumnName | null {
  // A good row costs one comparison: a sum with NaN or Infinity is not finite.
  if (Number.isFinite(candle.open + candle.high + candle.low + candle.close + candle.volume)) return null;
  return COLUMN_NAMES.find((name) => !Number.isFinite(candle[name])) ?? null;
}

function describeCell(name: ColumnName, found: string | undefined): string {
  return found === undefined ? `${name} is missing` : `${name} is ${JSON.stringify(found.trim())}, not a number,`;
}
