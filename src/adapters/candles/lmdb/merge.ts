import { type CandleColumns, COLUMN_NAMES } from '../../../model/candle.ts';
import { JbtError } from '../../../model/errors.ts';
import { formatMinute } from '../../../model/gap.ts';
import { type Market, marketKey } from '../../../model/market.ts';
import { MINUTE, type Timestamp } from '../../../model/time.ts';
import { type CandleFile, spanOf } from '../file.ts';
import { type Month, monthsOf } from './month.ts';

/** A month that files are merged into. */
export interface OpenMonth {
  readonly month: Month;
  readonly numbers: Float64Array;
  /** True when the stored month was damaged. */
  readonly isDamaged: boolean;
  /** Number of new minutes. */
  added: number;
  /** Number of minutes with another candle than before. */
  replaced: number;
}

/** Counts of a file's rows. */
export interface RowCount {
  readonly added: number;
  readonly replaced: number;
}

/** `replace` lets a file win over the store where their candles differ. */
export type Conflicts = 'refuse' | 'replace';

/** The files of an import, in the order in which they are merged. */
export interface Merge {
  readonly market: Market;
  readonly files: readonly CandleFile[];
  readonly conflicts: Conflicts;
  readonly monthFor: (month: Month) => OpenMonth;
}

/**
 * Merges the rows of a file into their months. Skips minutes that the file filled: another file may have them. Throws
 * JbtError `ConflictingCandles` when a minute has another candle in an earlier file, or in the store.
 */
export function mergeFile(merge: Merge, file: CandleFile): RowCount {
  let [added, replaced] = [0, 0];
  for (const month of monthsOf(spanOf(file))) {
    const open = merge.monthFor(month);
    const before = { added: open.added, replaced: open.replaced };
    mergeMonth(merge, file, open);
    added += open.added - before.added;
    replaced += open.replaced - before.replaced;
  }
  return { added, replaced };
}

function mergeMonth(merge: Merge, file: CandleFile, open: OpenMonth): void {
  const { month, numbers } = open;
  const offset = (month.start - file.candles.start) / MINUTE;
  const end = Math.min(month.minutes, file.candles.length - offset);
  for (let place = Math.max(0, -offset); place < end; place++) {
    const index = place + offset;
    if (file.lines[index] === 0) continue;
    if (Number.isNaN(numbers[place])) {
      writeMinute(open, place, file.candles, index);
      open.added += 1;
    } else if (!isEqual(open, place, file.candles, index)) {
      resolveConflict(merge, file, index, open, place);
    }
  }
}

function resolveConflict(merge: Merge, file: CandleFile, index: number, open: OpenMonth, place: number): void {
  const timestamp = open.month.start + place * MINUTE;
  const earlier = merge.files.slice(0, merge.files.indexOf(file)).find((other) => lineAt(other, timestamp) > 0);
  if (earlier !== undefined) throw contradiction(file, index, earlier, lineAt(earlier, timestamp), open, place);
  if (merge.conflicts === 'refuse') throw conflict(merge.market, file, index, open, place);
  writeMinute(open, place, file.candles, index);
  open.replaced += 1;
}

/** Returns the line of a minute; 0 where a file has none. */
function lineAt({ candles, lines }: CandleFile, timestamp: Timestamp): number {
  return lines[(timestamp - candles.start) / MINUTE] ?? 0;
}

function writeMinute(open: OpenMonth, place: number, candles: CandleColumns, index: number): void {
  const { month, numbers } = open;
  for (let c = 0; c < COLUMN_NAMES.length; c++) numbers[c * month.minutes + place] = candles[COLUMN_NAMES[c]][index];
}

function isEqual({ month, numbers }: OpenMonth, place: number, candles: CandleColumns, index: number): boolean {
  return COLUMN_NAMES.every((name, c) => numbers[c * month.minutes + place] === candles[name][index]);
}

function conflict(market: Market, file: CandleFile, index: number, open: OpenMonth, place: number): JbtError {
  const key = marketKey(market);
  const differing = differences(file, index, open, place);
  return new JbtError(
    'ConflictingCandles',
    `${differing} as ${key} has it already; nothing was imported; if the file is right: --replace`,
  );
}

function contradiction(
  file: CandleFile,
  index: number,
  earlier: CandleFile,
  line: number,
  open: OpenMonth,
  place: number,
): JbtError {
  const differing = differences(file, index, open, place);
  return new JbtError(
    'ConflictingCandles',
    `${differing} as ${earlier.name} ${earlier.rowWord} ${line} has it; nothing was imported; import the right one last and alone, with --replace`,
  );
}

/** Says in which columns a row of a file differs from what a month has. */
function differences(file: CandleFile, index: number, { month, numbers }: OpenMonth, place: number): string {
  const known = (c: number) => numbers[c * month.minutes + place];
  const differing = COLUMN_NAMES.flatMap((name, c) => {
    const found = file.candles[name][index];
    return found === known(c) ? [] : [`${name} ${found} instead of ${known(c)}`];
  });
  const minute = formatMinute(month.start + place * MINUTE);
  return `${file.name} ${file.rowWord} ${file.lines[index]}: ${minute} has ${differing.join(', ')}`;
}
