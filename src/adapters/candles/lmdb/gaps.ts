import { JbtError } from '../../../model/errors.ts';
import { describeGap, describeGaps, isFillable } from '../../../model/gap.ts';
import { DAY, HOUR, type TimeRange } from '../../../model/time.ts';
import { CLOCK_HINT } from '../time/time.ts';

/** Ranges without candles: an error, left alone, filled below a day, or filled as hours in which the market was closed. */
export type GapPolicy = 'refuse' | 'leave' | 'fill' | 'sessions';

/** No market pauses so long; candles for it would fill the memory. */
const LONGEST_FILL = 366 * DAY;

/** True when a policy fills a gap. */
export function fills(policy: GapPolicy, gap: TimeRange): boolean {
  switch (policy) {
    case 'refuse':
    case 'leave':
      return false;
    case 'fill':
      return isFillable(gap);
    case 'sessions':
      return gap.to - gap.from <= LONGEST_FILL;
  }
}

/** Returns the gaps between ranges in order of time, which may overlap. */
export function gapsBetween(ranges: readonly TimeRange[]): readonly TimeRange[] {
  const gaps: TimeRange[] = [];
  let end = ranges[0]?.from ?? 0;
  for (const { from, to } of ranges) {
    if (from > end) gaps.push({ from: end, to: from });
    end = Math.max(end, to);
  }
  return gaps;
}

/** A file whose gaps are checked. */
export interface Gapped {
  readonly name: string;
  readonly gaps: readonly TimeRange[];
  /** Milliseconds from one candle to the next. */
  readonly step: number;
  readonly isAssumedUtc: boolean;
}

/** Throws JbtError `CandleGap` for gaps within a file that a policy does not allow. */
export function checkGaps(file: Gapped, policy: GapPolicy): void {
  const refused = policy === 'leave' ? [] : file.gaps.filter((gap) => !fills(policy, gap));
  if (refused.length === 0) return;
  const endless = refused.find((gap) => !fills('sessions', gap));
  throw new JbtError(
    'CandleGap',
    `${file.name}: ${endless === undefined ? advice(file, refused) : neverFilled(endless)}`,
  );
}

function advice({ step, isAssumedUtc }: Gapped, gaps: readonly TimeRange[]): string {
  const isShort = gaps.every(isFillable);
  const fill = isShort
    ? '--gaps fill makes them candles without a trade'
    : 'a day or more is a forgotten file, or hours in which the market was closed: --gaps sessions fills those too';
  const hint = isAssumedUtc && gaps.some(isHour) ? `; ${CLOCK_HINT}` : '';
  return `${describeGaps(gaps, step)}; ${fill}${hint}`;
}

function isHour({ from, to }: TimeRange): boolean {
  return to - from === HOUR && from % HOUR === 0;
}

function neverFilled(gap: TimeRange): string {
  return `nothing from ${describeGap(gap)}: more than a year is never filled, a time is wrong`;
}
