import { MINUTE, monthStart, type TimeRange } from '../../model/time.ts';

/** Cuts a range at the ends of months. */
export function monthsIn({ from, to }: TimeRange): readonly TimeRange[] {
  const months: TimeRange[] = [];
  for (let start = from; start < to; start = monthStart(start, 1)) {
    months.push({ from: start, to: Math.min(to, monthStart(start, 1)) });
  }
  return months;
}

/** Number of stored minutes within a range. */
export function minutesIn(stored: readonly TimeRange[], range: TimeRange): number {
  const parts = stored.map(({ from, to }) => Math.min(to, range.to) - Math.max(from, range.from));
  return parts.reduce((sum, ms) => sum + Math.max(0, ms), 0) / MINUTE;
}

/** Range from the first to the end of the last minute that is not stored; null when all are. */
export function missingRange(stored: readonly TimeRange[], { from, to }: TimeRange): TimeRange | null {
  const first = stored.find((range) => range.from <= from && range.to > from)?.to ?? from;
  if (first >= to) return null;
  return { from: first, to: stored.find((range) => range.from < to && range.to >= to)?.from ?? to };
}
