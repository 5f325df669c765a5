import type { CandleFile } from '../model/candles-file.ts';
import { type Market, marketKey } from '../model/market.ts';
import type { Digest } from '../run/ports.ts';
import { type MergeCount, mergeFile, type OpenMonth } from './candles-lmdb-merge.ts';
import { bytesOf, emptyMonth, type Month } from './candles-lmdb-month.ts';
import { getRecords, readMonth, readRecords } from './candles-lmdb-read.ts';
import { encodeRecord, monthKey, recordKey, recordMonth } from './candles-lmdb-record.ts';
import type { CheckedTable } from './lmdb/table.ts';

/** Where and how candles are written. */
export interface Shelf {
  readonly table: CheckedTable;
  readonly digest: Digest;
  readonly warn: (message: string) => void;
}

/** Merges files into what is stored of a market, within a transaction of the caller's. */
export function putFiles(shelf: Shelf, market: Market, files: readonly CandleFile[]): readonly MergeCount[] {
  const months = new Map<string, OpenMonth>();
  const monthFor = (month: Month) => {
    const known = months.get(month.name) ?? openMonth(shelf, market, month);
    months.set(month.name, known);
    return known;
  };
  const counts = files.map((file) => mergeFile(market, file, monthFor));
  const changed = [...months.values()].filter((month) => month.added > 0);
  const isMended = getRecords(shelf.table, market) === 'corrupt';
  if (changed.length > 0 || isMended) writeMonths(shelf, market, changed);
  return counts;
}

function openMonth({ table, warn }: Shelf, market: Market, month: Month): OpenMonth {
  const stored = readMonth(table, market, month);
  if (typeof stored !== 'string') return { month, numbers: stored, added: 0 };
  if (stored === 'corrupt')
    warn(
      `the stored candles of ${marketKey(market)} of ${month.name} were damaged and are replaced: import all files of that month`,
    );
  return { month, numbers: emptyMonth(month), added: 0 };
}

function writeMonths({ table, digest }: Shelf, market: Market, changed: readonly OpenMonth[]): void {
  const records = new Map((readRecords(table, market, digest) ?? []).map((record) => [record.month, record]));
  for (const { month, numbers } of changed) {
    table.put(monthKey(market, month.name), bytesOf(numbers));
    records.set(month.name, recordMonth(month, numbers, digest));
  }
  const inOrder = [...records.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
  table.put(recordKey(market), encodeRecord(inOrder));
}
