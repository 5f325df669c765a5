import { DAY, formatLength, MINUTE, type TimeRange, type Timestamp } from './time.ts';

/** Nobody reads more on one line. */
const MOST_GAPS_NAMED = 20;

/** True for a gap that may be minutes without a trade. A whole day is rather a forgotten file, or a market that was closed. */
export function isFillable({ from, to }: TimeRange): boolean {
  return to - from < DAY;
}

/** Number of minutes in all of the gaps. */
export function missingMinutes(gaps: readonly TimeRange[]): number {
  return gaps.reduce((sum, gap) => sum + (gap.to - gap.from) / MINUTE, 0);
}

/** `1 minute`, `3 minutes`, `2 1h candles`: the candles of a length in all of the gaps, after an adjective or none. */
export function countedCandles(gaps: readonly TimeRange[], step = MINUTE, adjective = ''): string {
  const count = (missingMinutes(gaps) * MINUTE) / step;
  const noun = step === MINUTE ? 'minute' : `${formatLength(step)} candle`;
  return `${count} ${adjective}${noun}${count === 1 ? '' : 's'}`;
}

/** `2023-08-01 14:30`, at midnight too. */
export function formatMinute(timestamp: Timestamp): string {
  return new Date(timestamp).toISOString().slice(0, 16).replace('T', ' ');
}

/** Open time of a candle: of days the date alone. */
export function formatOpen(timestamp: Timestamp, step = MINUTE): string {
  const text = formatMinute(timestamp);
  return step === DAY ? text.slice(0, 10) : text;
}

/** `3 minutes are missing: 2023-08-01 00:05, 2023-08-01 00:08 to 2023-08-01 00:09`. */
export function describeGaps(gaps: readonly TimeRange[], step = MINUTE): string {
  const verb = missingMinutes(gaps) * MINUTE === step ? 'is' : 'are';
  return `${countedCandles(gaps, step)} ${verb} missing: ${listGaps(gaps, step)}`;
}

/** Lists the candles of the first twenty gaps. */
export function listGaps(gaps: readonly TimeRange[], step = MINUTE): string {
  const named = gaps
    .slice(0, MOST_GAPS_NAMED)
    .map((gap) => describeGap(gap, step))
    .join(', ');
  return gaps.length > MOST_GAPS_NAMED ? `${named} and ${gaps.length - MOST_GAPS_NAMED} more gaps` : named;
}

/** The first and the last missing candle. */
export function describeGap(gap: TimeRange, step = MINUTE): string {
  const [first, last] = [formatOpen(gap.from, step), formatOpen(gap.to - step, step)];
  return first === last ? first : `${first} to ${last}`;
}
