import { DAY, type Timestamp } from '../model/time.ts';

/** Equity in the quote asset at a time. */
export interface EquityPoint {
  readonly time: Timestamp;
  readonly equity: number;
}

/** Gives equity samples their times: the start, each midnight (UTC) inside, the end. */
export function equityPoints(equity: readonly number[], startedAt: Timestamp, endedAt: Timestamp): EquityPoint[] {
  const today = Math.floor(startedAt / DAY) * DAY;
  const timeOf = (index: number): Timestamp => {
    if (index === 0) return startedAt;
    return index === equity.length - 1 ? endedAt : today + index * DAY;
  };
  return equity.map((value, index) => ({ time: timeOf(index), equity: value }));
}

export interface MonthReturn {
  /** `2023-08`, UTC. */
  readonly month: string;
  /** From the end of the month before (or the start of the run) to the end of this month (or of the run). */
  readonly percent: number;
}

/** Returns by month, compounding to the return of the whole run; NaN for a month that began without equity. */
export function monthlyReturns(points: readonly EquityPoint[]): MonthReturn[] {
  const ends = new Map<string, number>();
  // A sample at the first midnight of a month closes the month before.
  for (const { time, equity } of points.slice(1)) ends.set(monthOf(time - 1), equity);
  let before = points[0]?.equity ?? Number.NaN;
  return [...ends].map(([month, end]) => {
    const percent = before > 0 ? (end / before - 1) * 100 : Number.NaN;
    before = end;
    return { month, percent };
  });
}

function monthOf(time: Timestamp): string {
  return new Date(time).toISOString().slice(0, 7);
}

/** A stretch of samples below the highest equity before them. */
export interface DrawdownPeriod {
  /** Time of the first sample below the peak. */
  readonly startedAt: Timestamp;
  readonly bottomAt: Timestamp;
  /** Time of the first sample back at the peak; null while there is none. */
  readonly recoveredAt: Timestamp | null;
  /** At the bottom, below 0. */
  readonly percent: number;
}

/** The deepest drawdowns, deepest first. */
export function drawdownPeriods(points: readonly EquityPoint[], count = 5): DrawdownPeriod[] {
  const periods: DrawdownPeriod[] = [];
  let peak = Number.NEGATIVE_INFINITY;
  let open: DrawdownPeriod | null = null;
  for (const { time, equity } of points) {
    if (equity < peak) {
      open = deepened(open, time, (equity / peak - 1) * 100);
      continue;
    }
    peak = equity;
    if (open !== null) periods.push({ ...open, recoveredAt: time });
    open = null;
  }
  if (open !== null) periods.push(open);
  return periods.sort((a, b) => a.percent - b.percent).slice(0, count);
}

function deepened(open: DrawdownPeriod | null, time: Timestamp, percent: number): DrawdownPeriod {
  if (open === null) return { startedAt: time, bottomAt: time, recoveredAt: null, percent };
  return percent < open.percent ? { ...open, bottomAt: time, percent } : open;
}
