import { allocateColumns, type CandleColumns, COLUMN_NAMES } from '../../../model/candle.ts';
import { JbtError } from '../../../model/errors.ts';
import { type Market, marketKey, parseMarket } from '../../../model/market.ts';
import { MINUTE, type TimeRange } from '../../../model/time.ts';
import type { Digest } from '../../../run/ports.ts';
import type { CheckedTable, Stored } from '../../lmdb/table.ts';
import { requireMemory } from '../../system/room.ts';
import { bytesIn, bytesOf, type Month, monthOf, monthsOf } from './month.ts';
import {
  decodeRecord,
  type MonthRecord,
  monthKey,
  monthPrefix,
  RECORD_PREFIX,
  recordKey,
  recordMonth,
} from './record.ts';

/** Returns every market with candles, by name. */
export function storedMarkets(table: CheckedTable): readonly Market[] {
  const keys = table.keys(RECORD_PREFIX).map((key) => key.slice(RECORD_PREFIX.length));
  return keys.map(parseMarket).filter((market) => market !== null);
}

/** Returns the records of a market's months, in order; null when nothing is stored of it. */
export function readRecords(table: CheckedTable, market: Market, digest: Digest): readonly MonthRecord[] | null {
  const records = getRecords(table, market);
  if (records === 'missing') return null;
  return records === 'corrupt' ? rebuildRecords(table, market, digest) : records;
}

/** Reads the stored records of a market. */
export function getRecords(table: CheckedTable, market: Market): readonly MonthRecord[] | 'missing' | 'corrupt' {
  const stored = table.get(recordKey(market));
  if (stored.kind !== 'found') return stored.kind;
  return decodeRecord(stored.content) ?? 'corrupt';
}

/** Makes the records from the months themselves. Damaged months count as not stored. */
function rebuildRecords(table: CheckedTable, market: Market, digest: Digest): readonly MonthRecord[] {
  return storedMonths(table, market).flatMap((month) => {
    const numbers = readMonth(table, market, month);
    return typeof numbers === 'string' ? [] : [recordMonth(month, numbers, digest)];
  });
}

/** Returns the stored months of a market, in order. */
export function storedMonths(table: CheckedTable, market: Market): readonly Month[] {
  const prefix = monthPrefix(market);
  const names = table.keys(prefix).map((key) => key.slice(prefix.length));
  // Names of exchanges may contain spaces: the key of another market may start the same.
  return names.filter((name) => /^\d{4}-\d{2}$/.test(name)).map(monthOf);
}

/** Reads the numbers of a month. */
export function readMonth(table: CheckedTable, market: Market, month: Month): Float64Array | 'missing' | 'corrupt' {
  const stored = getMonth(table, market, month);
  if (stored.kind !== 'found') return stored.kind;
  const numbers = new Float64Array(stored.content.byteLength / Float64Array.BYTES_PER_ELEMENT);
  bytesOf(numbers).set(stored.content);
  return numbers;
}

/** Loads stored minutes into shared memory. Throws JbtError `CorruptCandles`, or `MachineLimit` for too little memory. */
export function loadMonths(table: CheckedTable, market: Market, range: TimeRange): CandleColumns {
  const minutes = (range.to - range.from) / MINUTE;
  const bytes = minutes * COLUMN_NAMES.length * Float64Array.BYTES_PER_ELEMENT;
  requireMemory(bytes, `${minutes} candles of ${marketKey(market)}`);
  const columns = allocateColumns(range.from, MINUTE, minutes, allocateShared);
  for (const month of monthsOf(range)) {
    const stored = getMonth(table, market, month);
    if (stored.kind !== 'found') throw new JbtError('CorruptCandles', describeDamage(market, month));
    copyMonth(columns, month, stored.content);
  }
  return columns;
}

/** Removes everything of a market. */
export function removeMarket(table: CheckedTable, market: Market): void {
  for (const { name } of storedMonths(table, market)) table.remove(monthKey(market, name));
  table.remove(recordKey(market));
}

/** Says what to do about a damaged month. */
export function describeDamage(market: Market, month: Month): string {
  return `the stored candles of ${marketKey(market)} of ${month.name} are damaged: import the files of that month again`;
}

function getMonth(table: CheckedTable, market: Market, month: Month): Stored {
  const stored = table.get(monthKey(market, month.name));
  return stored.kind === 'found' && stored.content.byteLength !== bytesIn(month) ? { kind: 'corrupt' } : stored;
}

function allocateShared(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));
}

/** Copies bytes, because the content may lie at any address, and numbers may not. */
function copyMonth(columns: CandleColumns, month: Month, content: Uint8Array): void {
  const offset = (month.start - columns.start) / MINUTE;
  const from = Math.max(0, -offset);
  const to = Math.min(month.minutes, columns.length - offset);
  COLUMN_NAMES.forEach((name, c) => {
    const first = c * month.minutes;
    const source = content.subarray((first + from) * 8, (first + to) * 8);
    bytesOf(columns[name]).set(source, (from + offset) * 8);
  });
}
