import { COLUMN_NAMES } from '../../../model/candle.ts';
import { JbtError } from '../../../model/errors.ts';
import { formatOpen } from '../../../model/gap.ts';
import { type Market, marketKey } from '../../../model/market.ts';
import { MINUTE, type Timestamp } from '../../../model/time.ts';
import type { CandleFile } from '../file.ts';
import type { RowWord } from '../rows/rows.ts';
import { flattenFrom } from './fill.ts';
import { endOf } from './month.ts';
import type { OpenMonth, OpenMonths } from './open-months.ts';
import type { RowRuns } from './row-runs.ts';

/** `replace` lets a file win over the store where their candles differ. */
export type Conflicts = 'refuse' | 'replace';

/** Rows that were merged before. */
export interface MergedRows {
  readonly name: string;
  readonly rowWord: RowWord;
  readonly runs: RowRuns;
}

export interface Merge {
  readonly market: Market;
  readonly conflicts: Conflicts;
  readonly months: OpenMonths;
  /** Everything that this import merged before. */
  readonly earlier: readonly MergedRows[];
}

/** Counts of rows. */
export interface RowCount {
  added: number;
  /** Stored candles that got other numbers. */
  replaced: number;
}

/**
 * Merges rows that open at `minutes` into their months; a filled candle gives way. Throws JbtError `ConflictingCandles`
 * when one has other numbers in an earlier file, or in the store.
 */
export function mergeRows(merge: Merge, file: CandleFile, minutes: Uint32Array): RowCount {
  const count: RowCount = { added: 0, replaced: 0 };
  for (let row = 0; row < minutes.length; ) {
    const time = minutes[row] * MINUTE;
    row = mergeMonth(merge, { file, minutes, count }, row, merge.months.at(time));
    flattenFrom(time, (timestamp) => merge.months.at(timestamp));
  }
  return count;
}

interface Merging {
  readonly file: CandleFile;
  readonly minutes: Uint32Array;
  readonly count: RowCount;
}

/** Merges the rows of one month, and returns the row behind them. */
function mergeMonth(merge: Merge, merging: Merging, first: number, open: OpenMonth): number {
  const { file, minutes, count } = merging;
  const { month, numbers, filled } = open;
  const [start, step, end] = [month.start / MINUTE, month.step / MINUTE, endOf(month) / MINUTE];
  let row = first;
  for (; row < minutes.length && minutes[row] < end; row++) {
    const place = (minutes[row] - start) / step;
    if (Number.isNaN(numbers[place]) || filled[place] === 1) {
      writeCandle(open, place, file, row);
      count.added += 1;
    } else if (!isEqual(open, place, file, row)) {
      refuseConflict(merge, file, row, open, place);
      writeCandle(open, place, file, row);
      count.replaced += 1;
    }
  }
  return row;
}

function writeCandle(open: OpenMonth, place: number, { rows }: CandleFile, row: number): void {
  const { month, numbers, filled } = open;
  numbers[place] = rows.open[row];
  numbers[month.length + place] = rows.close[row];
  numbers[2 * month.length + place] = rows.high[row];
  numbers[3 * month.length + place] = rows.low[row];
  numbers[4 * month.length + place] = rows.volume[row];
  filled[place] = 0;
  open.isChanged = true;
}

function isEqual({ month, numbers }: OpenMonth, place: number, { rows }: CandleFile, row: number): boolean {
  return COLUMN_NAMES.every((name, c) => numbers[c * month.length + place] === rows[name][row]);
}

/** Throws unless the file may replace what is stored. No file may replace another of its import. */
function refuseConflict(merge: Merge, file: CandleFile, row: number, open: OpenMonth, place: number): void {
  const timestamp = open.month.start + place * open.month.step;
  const earlier = merge.earlier.find(({ runs }) => runs.lineAt(timestamp) > 0);
  if (earlier === undefined && merge.conflicts === 'replace') return;
  const differing = differences(file, row, open, place);
  const key = marketKey(merge.market);
  const known = earlier === undefined ? storedText(key) : contradictionText(earlier, timestamp);
  throw new JbtError('ConflictingCandles', `${differing} ${known}`);
}

function storedText(key: string): string {
  return `as ${key} has it already; nothing was imported; if the file is right: --replace`;
}

function contradictionText({ name, rowWord, runs }: MergedRows, timestamp: Timestamp): string {
  const line = `${rowWord} ${runs.lineAt(timestamp)}`;
  return `as ${name} ${line} has it; nothing was imported; import the right one last and alone, with --replace`;
}

/** Says in which columns a row of a file differs from what a month has. */
function differences({ name, rowWord, rows }: CandleFile, row: number, open: OpenMonth, place: number): string {
  const { month, numbers } = open;
  const known = (c: number) => numbers[c * month.length + place];
  const differing = COLUMN_NAMES.flatMap((column, c) => {
    const found = rows[column][row];
    return found === known(c) ? [] : [`${column} ${found} instead of ${known(c)}`];
  });
  const time = formatOpen(month.start + place * month.step, month.step);
  return `${name} ${rowWord} ${rows.lines[row]}: ${time} has ${differing.join(', ')}`;
}
