import { type CandleColumns, COLUMN_NAMES } from '../../../model/candle.ts';
import { JbtError } from '../../../model/errors.ts';
import { formatMinute } from '../../../model/gap.ts';
import { type Market, marketKey } from '../../../model/market.ts';
import { MINUTE } from '../../../model/time.ts';
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
}

/**
 * Merges the rows of a file into their months and returns the number of new minutes. Skips minutes that the file filled:
 * another file may have them. Throws JbtError `ConflictingCandles` when a minute has another candle.
 */
export function mergeFile(market: Market, file: CandleFile, monthFor: (month: Month) => OpenMonth): number {
  let added = 0;
  for (const month of monthsOf(spanOf(file))) {
    const open = monthFor(month);
    const before = open.added;
    mergeMonth(market, file, open);
    added += open.added - before;
  }
  return added;
}

function mergeMonth(market: Market, file: CandleFile, open: OpenMonth): void {
  const { month, numbers } = open;
  const offset = (month.start - file.candles.start) / MINUTE;
  const end = Math.min(month.minutes, file.candles.length - offset);
  for (let place = Math.max(0, -offset); place < end; place++) {
    const index = place + offset;
    if (file.lines[index] === 0) continue;
    if (Number.isNaN(numbers[place])) writeMinute(open, place, file.candles, index);
    else if (!isEqual(open, place, file.candles, index)) throw conflict(market, file, index, open, place);
  }
}

function writeMinute(open: OpenMonth, place: number, candles: CandleColumns, index: number): void {
  const { month, numbers } = open;
  for (let c = 0; c < COLUMN_NAMES.length; c++) numbers[c * month.minutes + place] = candles[COLUMN_NAMES[c]][index];
  open.added += 1;
}

function isEqual({ month, numbers }: OpenMonth, place: number, candles: CandleColumns, index: number): boolean {
  return COLUMN_NAMES.every((name, c) => numbers[c * month.minutes + place] === candles[name][index]);
}

function conflict(market: Market, file: CandleFile, index: number, open: OpenMonth, place: number): JbtError {
  const { month, numbers } = open;
  const stored = (c: number) => numbers[c * month.minutes + place];
  const differing = COLUMN_NAMES.flatMap((name, c) => {
    const found = file.candles[name][index];
    return found === stored(c) ? [] : [`${name} ${found} instead of ${stored(c)}`];
  });
  const minute = formatMinute(month.start + place * MINUTE);
  const key = marketKey(market);
  return new JbtError(
    'ConflictingCandles',
    `${file.name} ${file.rowWord} ${file.lines[index]}: ${minute} has ${differing.join(', ')} as ${key} has it already; nothing was imported; if the file is right: jbt candles remove "${key}", then import again`,
  );
}
