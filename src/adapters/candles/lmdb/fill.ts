import { COLUMN_NAMES } from '../../../model/candle.ts';
import type { TimeRange, Timestamp } from '../../../model/time.ts';
import { endOf, monthsOf, storedRangesIn } from './month.ts';
import type { OpenMonth } from './open-months.ts';

type MonthAt = (timestamp: Timestamp) => OpenMonth;

/** Returns the ranges within a range that have no candle. */
export function missingIn(range: TimeRange, step: number, monthAt: MonthAt): readonly TimeRange[] {
  const gaps: TimeRange[] = [];
  let end = range.from;
  for (const month of monthsOf(range, step)) {
    for (const { from, to } of storedRangesIn(month, monthAt(month.start))) {
      if (from >= range.to) break;
      if (from > end) gaps.push({ from: end, to: from });
      end = Math.max(end, to);
    }
  }
  return end < range.to ? [...gaps, { from: end, to: range.to }] : gaps;
}

/** Fills a gap with flat candles without volume at the last close. The candle before the gap must exist. */
export function fillGap(gap: TimeRange, step: number, monthAt: MonthAt): void {
  const before = gap.from - step;
  let close = Number.NaN;
  for (const { start, length } of monthsOf({ from: before, to: gap.to }, step)) {
    const open = monthAt(start);
    const first = Math.max(0, (before - start) / step);
    const end = Math.min(length, (gap.to - start) / step);
    for (let place = first; place < end; place++) {
      if (start + place * step === before) close = open.numbers[CLOSE * length + place];
      else writeFlat(open, place, close);
    }
  }
}

/** Lets filled candles repeat the close before them, which may have changed, into the months behind. */
export function flattenFrom(timestamp: Timestamp, monthAt: MonthAt): void {
  let open = monthAt(timestamp);
  flattenMonth(open, null);
  for (;;) {
    const close = open.numbers[CLOSE * open.month.length + open.month.length - 1];
    const next = monthAt(endOf(open.month));
    if (Number.isNaN(close) || next.filled[0] !== 1 || next.numbers[0] === close) return;
    flattenMonth(next, close);
    open = next;
  }
}

function flattenMonth(open: OpenMonth, closeBefore: number | null): void {
  const { month, numbers, filled } = open;
  for (let place = filled.indexOf(1); place >= 0; place = filled.indexOf(1, place + 1)) {
    const close = place === 0 ? closeBefore : numbers[CLOSE * month.length + place - 1];
    if (close !== null && numbers[place] !== close) writeFlat(open, place, close);
  }
}

const CLOSE = COLUMN_NAMES.indexOf('close');

function writeFlat(open: OpenMonth, place: number, price: number): void {
  const { month, numbers, filled } = open;
  for (const [c, name] of COLUMN_NAMES.entries()) numbers[c * month.length + place] = name === 'volume' ? 0 : price;
  filled[place] = 1;
  open.isChanged = true;
}
