import { allocateColumns, type CandleColumns, COLUMN_NAMES, type StoredCandles } from '../../../model/candle.ts';
import { JbtError } from '../../../model/errors.ts';
import { type Market, marketKey, parseMarket } from '../../../model/market.ts';
import type { TimeRange } from '../../../model/time.ts';
import { barStart, nextBarStart } from '../../../model/timeframe.ts';
import type { Digest } from '../../../run/ports.ts';
import type { CheckedTable, Stored } from '../../lmdb/table.ts';
import { requireMemory } from '../../system/room.ts';
import {
  bytesOf,
  candlesOf,
  isContentOf,
  type Month,
  type MonthCandles,
  monthOf,
  monthsOf,
  numberBytesIn,
} from './month.ts';
import {
  decodeRecord,
  type MarketRecord,
  type MonthPlace,
  monthKey,
  monthPrefix,
  parsePlace,
  RECORD_PREFIX,
  recordKey,
  recordMonth,
  stepOf,
} from './record.ts';

/** Returns every market with candles, by name. */
export function storedMarkets(table: CheckedTable): readonly Market[] {
  const keys = table.keys(RECORD_PREFIX).map((key) => key.slice(RECORD_PREFIX.length));
  return keys.map(parseMarket).filter((market) => market !== null);
}

/** Returns the record of a market; null when nothing is stored of it. */
export function readRecord(table: CheckedTable, market: Market, digest: Digest): MarketRecord | null {
  const record = getRecord(table, market);
  if (record === 'missing') return null;
  return record === 'corrupt' ? rebuildRecord(table, market, digest) : record;
}

/** Reads the stored record of a market. */
export function getRecord(table: CheckedTable, market: Market): MarketRecord | 'missing' | 'corrupt' {
  const stored = table.get(recordKey(market));
  if (stored.kind !== 'found') return stored.kind;
  return decodeRecord(stored.content) ?? 'corrupt';
}

/** Makes the record from the months themselves. Damaged months count as not stored. */
function rebuildRecord(table: CheckedTable, market: Market, digest: Digest): MarketRecord {
  const places = storedPlaces(table, market);
  const base = places[0]?.base ?? '1m';
  // An import that did not end leaves later copies of months: the first copy is the stored one.
  const first = places.filter(({ month }, index) => places.findIndex((place) => place.month === month) === index);
  const months = first.flatMap((place) => {
    const month = monthOf(place.month, stepOf(place.base));
    const candles = readMonth(table, market, place);
    return typeof candles === 'string' ? [] : [recordMonth(month, candles, place.generation, digest)];
  });
  return { base, months };
}

/** Returns the places of all stored months of a market, in order of time and of imports. */
export function storedPlaces(table: CheckedTable, market: Market): readonly MonthPlace[] {
  const prefix = monthPrefix(market);
  // Names of exchanges may contain spaces: the key of another market may start the same.
  const places = table.keys(prefix).map((key) => parsePlace(key.slice(prefix.length)));
  return places.filter((place) => place !== null);
}

/** Reads the candles of a month. */
export function readMonth(
  table: CheckedTable,
  market: Market,
  place: MonthPlace,
): MonthCandles | 'missing' | 'corrupt' {
  const month = monthOf(place.month, stepOf(place.base));
  const stored = getMonth(table, market, place, month);
  return stored.kind === 'found' ? candlesOf(month, stored.content) : stored.kind;
}

/** Loads stored candles into shared memory. Throws JbtError `CorruptCandles`, or `MachineLimit` for too little memory. */
export function loadMonths(table: CheckedTable, market: Market, record: MarketRecord, range: TimeRange): StoredCandles {
  const { base } = record;
  const step = stepOf(base);
  const from = barStart(range.from, base, 'calendar');
  const length = (nextBarStart(range.to, base, 'calendar') - from) / step;
  const bytes = length * COLUMN_NAMES.length * Float64Array.BYTES_PER_ELEMENT;
  requireMemory(bytes, `${length} candles of ${marketKey(market)}`);
  const columns = allocateColumns(from, step, length, allocateShared);
  const filled = new Uint8Array(new SharedArrayBuffer(length));
  for (const month of monthsOf({ from, to: from + length * step }, step)) {
    const generation = record.months.find(({ month: name }) => name === month.name)?.generation ?? null;
    const stored = getMonth(table, market, { month: month.name, base, generation }, month);
    if (stored.kind !== 'found') throw new JbtError('CorruptCandles', describeDamage(market, month.name));
    copyMonth(columns, filled, month, stored.content);
  }
  return filled.includes(1) ? { ...columns, filled } : columns;
}

/** Removes everything of a market. */
export function removeMarket(table: CheckedTable, market: Market): void {
  for (const place of storedPlaces(table, market)) table.remove(monthKey(market, place));
  table.remove(recordKey(market));
}

/** Says what to do about a damaged month. */
export function describeDamage(market: Market, month: string): string {
  return `the stored candles of ${marketKey(market)} of ${month} are damaged: import the files of that month again`;
}

function getMonth(table: CheckedTable, market: Market, place: MonthPlace, month: Month): Stored {
  const stored = table.get(monthKey(market, place));
  return stored.kind === 'found' && !isContentOf(month, stored.content) ? { kind: 'corrupt' } : stored;
}

function allocateShared(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));
}

/** Copies bytes, because the content may lie at any address, and numbers may not. */
function copyMonth(candles: CandleColumns, filled: Uint8Array, month: Month, content: Uint8Array): void {
  const offset = (month.start - candles.start) / month.step;
  const from = Math.max(0, -offset);
  const to = Math.min(month.length, candles.length - offset);
  COLUMN_NAMES.forEach((name, c) => {
    const first = c * month.length;
    const source = content.subarray((first + from) * 8, (first + to) * 8);
    bytesOf(candles[name]).set(source, (from + offset) * 8);
  });
  const flags = content.subarray(numberBytesIn(month));
  if (flags.length > 0) filled.set(flags.subarray(from, to), from + offset);
}
