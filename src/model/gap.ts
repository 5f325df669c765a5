import { DAY, MINUTE, type TimeRange, type Timestamp } from './time.ts';

/** Nobody reads more on one line. */
const MOST_GAPS_NAMED = 20;

/** True for a gap that may be minutes without a trade. A whole day is rather a forgotten file. */
export function isFillable({ from, to }: TimeRange): boolean {
  return to - from < DAY;
}

/** Number of minutes in all of the gaps. */
export function missingMinutes(gaps: readonly TimeRange[]): number {
  return gaps.reduce((sum, gap) => sum + (gap.to - gap.from) / MINUTE, 0);
}

/** `2023-08-01 14:30`, at midnight too. */
export function formatMinute(timestamp: Timestamp): string {
  return new Date(timestamp).toISOString().slice(0, 16).replace('T', ' ');
}

/** `3 minutes are missing: 2023-08-01 00:05, 2023-08-01 00:08 to 2023-08-01 00:09`. */
export function describeGaps(gaps: readonly TimeRange[]): string {
  const count = missingMinutes(gaps);
  return `${count} ${count === 1 ? 'minute is' : 'minutes are'} missing: ${listGaps(gaps)}`;
}

/** Lists the minutes of the first twenty gaps. */
export function listGaps(gaps: readonly TimeRange[]): string {
  const named = gaps.slice(0, MOST_GAPS_NAMED).map(describeGap).join(', ');
  return gaps.length > MOST_GAPS_NAMED ? `${named} and ${gaps.length - MOST_GAPS_NAMED} more gaps` : named;
}

/** The first and the last missing minute. */
export function describeGap(gap: TimeRange): string {
  const last = gap.to - MINUTE;
  return last === gap.from ? formatMinute(gap.from) : `${formatMinute(gap.from)} to ${formatMinute(last)}`;
}
