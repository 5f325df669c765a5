import { COLUMN_NAMES } from '../../../model/candle.ts';
import { MINUTE, type TimeRange } from '../../../model/time.ts';
import type { OpenMonth } from './merge.ts';
import { type Month, monthsOf, storedRangesIn } from './month.ts';

/** Returns the missing minutes of a range. */
export function missingIn(range: TimeRange, monthFor: (month: Month) => OpenMonth): readonly TimeRange[] {
  const gaps: TimeRange[] = [];
  let end = range.from;
  for (const month of monthsOf(range)) {
    for (const { from, to } of storedRangesIn(month, monthFor(month).numbers)) {
      if (from >= range.to) break;
      if (from > end) gaps.push({ from: end, to: from });
      end = Math.max(end, to);
    }
  }
  return end < range.to ? [...gaps, { from: end, to: range.to }] : gaps;
}

/** Fills missing minutes with flat candles without volume at the last close. The minute before the gap must exist. */
export function fillGap(gap: TimeRange, monthFor: (month: Month) => OpenMonth): void {
  const before = gap.from - MINUTE;
  let close = Number.NaN;
  for (const month of monthsOf({ from: before, to: gap.to })) {
    const open = monthFor(month);
    const first = Math.max(0, (before - month.start) / MINUTE);
    const end = Math.min(month.minutes, (gap.to - month.start) / MINUTE);
    for (let place = first; place < end; place++) {
      if (month.start + place * MINUTE === before) close = open.numbers[CLOSE * month.minutes + place];
      else writeFlat(open, place, close);
    }
  }
}

const CLOSE = COLUMN_NAMES.indexOf('close');

function writeFlat(open: OpenMonth, place: number, price: number): void {
  const { month, numbers } = open;
  for (const [c, name] of COLUMN_NAMES.entries()) numbers[c * month.minutes + place] = name === 'volume' ? 0 : price;
  open.added += 1;
}
