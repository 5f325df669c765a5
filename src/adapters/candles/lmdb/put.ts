import { JbtError } from '../../../model/errors.ts';
import { isFillable, missingMinutes } from '../../../model/gap.ts';
import { type Market, marketKey } from '../../../model/market.ts';
import type { TimeRange } from '../../../model/time.ts';
import type { Digest } from '../../../run/ports.ts';
import type { CheckedTable } from '../../lmdb/table.ts';
import { type CandleFile, gapsBetween } from '../file.ts';
import { fillGap, missingIn } from './fill.ts';
import { mergeFile, type OpenMonth } from './merge.ts';
import { bytesOf, emptyMonth, type Month } from './month.ts';
import { describeDamage, getRecords, readMonth, readRecords } from './read.ts';
import { encodeRecord, monthKey, recordKey, recordMonth } from './record.ts';

/** Dependencies of a merge. */
export interface PutParts {
  readonly table: CheckedTable;
  readonly digest: Digest;
  readonly warn: (message: string) => void;
}

/** Counts of a file's minutes after a merge. */
export interface MergeCount {
  readonly added: number;
  /** Minutes that were stored before. A filled minute never replaces a stored one. */
  readonly alreadyStored: number;
  /** Added minutes that the file lacks. */
  readonly filled: readonly TimeRange[];
}

/** Counts of all files after a merge. */
export interface Merged {
  /** One count for each file. */
  readonly counts: readonly MergeCount[];
  /** Minutes between the files that were filled. */
  readonly filledBetween: readonly TimeRange[];
  /** Gaps between the files that are too long to fill. */
  readonly leftBetween: readonly TimeRange[];
}

/** Merges files into the stored months of a market, within the caller's transaction. */
export function putFiles(
  parts: PutParts,
  market: Market,
  files: readonly CandleFile[],
  between: 'leave' | 'fill',
): Merged {
  const months = new Map<string, OpenMonth>();
  const monthFor = (month: Month) => {
    const known = months.get(month.name) ?? openMonth(parts, market, month);
    months.set(month.name, known);
    return known;
  };
  const added = files.map((file) => mergeFile(market, file, monthFor));
  // Gaps are filled after all rows, because another file may have what one lacks.
  const counts = files.map((file, index) => fillFile(file, added[index], monthFor));
  const missing = between === 'fill' ? missingBetween(market, files, monthFor) : [];
  const filledBetween = missing.filter(isFillable);
  for (const gap of filledBetween) fillGap(gap, monthFor);
  const changed = [...months.values()].filter((month) => month.added > 0);
  const isMended = getRecords(parts.table, market) === 'corrupt';
  if (changed.length > 0 || isMended) writeMonths(parts, market, changed);
  return { counts, filledBetween, leftBetween: missing.filter((gap) => !isFillable(gap)) };
}

function fillFile(file: CandleFile, rows: number, monthFor: (month: Month) => OpenMonth): MergeCount {
  const filled = file.filled.flatMap((gap) => missingIn(gap, monthFor));
  for (const gap of filled) fillGap(gap, monthFor);
  const added = rows + missingMinutes(filled);
  return { added, alreadyStored: file.candles.length - added, filled };
}

/** Returns minutes that neither the files nor the store have. Throws JbtError `CorruptCandles` for a damaged month. */
function missingBetween(
  market: Market,
  files: readonly CandleFile[],
  monthFor: (month: Month) => OpenMonth,
): readonly TimeRange[] {
  const soundMonth = (month: Month) => {
    const open = monthFor(month);
    if (open.isDamaged) throw new JbtError('CorruptCandles', describeDamage(market, month));
    return open;
  };
  return gapsBetween(files).flatMap((gap) => missingIn(gap, soundMonth));
}

function openMonth({ table, warn }: PutParts, market: Market, month: Month): OpenMonth {
  const stored = readMonth(table, market, month);
  if (typeof stored !== 'string') return { month, numbers: stored, isDamaged: false, added: 0 };
  if (stored === 'corrupt')
    warn(
      `the stored candles of ${marketKey(market)} of ${month.name} were damaged and are replaced: import all files of that month`,
    );
  return { month, numbers: emptyMonth(month), isDamaged: stored === 'corrupt', added: 0 };
}

function writeMonths({ table, digest }: PutParts, market: Market, changed: readonly OpenMonth[]): void {
  const records = new Map((readRecords(table, market, digest) ?? []).map((record) => [record.month, record]));
  for (const { month, numbers } of changed) {
    table.put(monthKey(market, month.name), bytesOf(numbers));
    records.set(month.name, recordMonth(month, numbers, digest));
  }
  const inOrder = [...records.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
  table.put(recordKey(market), encodeRecord(inOrder));
}
