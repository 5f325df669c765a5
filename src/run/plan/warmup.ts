import { formatDate, MINUTE, type Timestamp } from '../../model/time.ts';
import { barStart, type MonthRule, minutesOf, shiftBars, type Timeframe } from '../../model/timeframe.ts';
import type { WarmUp } from '../batch/fields.ts';

/** A warm-up shorter than requested. */
export interface Shortage {
  readonly bars: number;
  readonly asked: number;
  readonly timeframe: Timeframe;
  readonly from: Timestamp;
  readonly stored: StoredStart;
}

/** Start of the gapless stored minutes. */
export interface StoredStart {
  readonly from: Timestamp;
  /** True when earlier minutes are stored before a gap. */
  readonly isAfterGap: boolean;
}

export interface PlannedWarmUp {
  readonly warmupMinutes: number;
  readonly shortage: Shortage | null;
}

/** Number of whole bars that a warm-up requests. */
export function barsAsked(warmup: WarmUp, timeframe: Timeframe): number {
  return warmup.kind === 'minutes' ? Math.ceil(warmup.minutes / minutesOf(timeframe)) : warmup.bars;
}

/**
 * The bars before `from`, as many as are asked for and stored. They are whole: where `from` lies within a bar, the
 * beginning of that bar comes on top.
 */
export function planWarmUp(
  warmup: WarmUp,
  timeframe: Timeframe,
  months: MonthRule,
  from: Timestamp,
  stored: StoredStart,
): PlannedWarmUp {
  const asked = barsAsked(warmup, timeframe);
  if (asked === 0) return { warmupMinutes: 0, shortage: null };
  const anchor = barStart(from, timeframe, months);
  let bars = 0;
  while (bars < asked && shiftBars(anchor, -bars - 1, timeframe, months) >= stored.from) bars++;
  const start = Math.max(shiftBars(anchor, -bars, timeframe, months), stored.from);
  const warmupMinutes = bars === 0 && start > anchor ? 0 : (from - start) / MINUTE;
  return { warmupMinutes, shortage: bars < asked ? { bars, asked, timeframe, from, stored } : null };
}

/** Warnings, one for all shortages that differ only in timeframe. */
export function shortageWarnings(shortages: readonly Shortage[]): readonly string[] {
  const groups = new Map<string, Shortage[]>();
  for (const shortage of shortages) {
    const key = [shortage.bars, shortage.asked, shortage.from, shortage.stored.from, shortage.stored.isAfterGap].join();
    groups.set(key, [...(groups.get(key) ?? []), shortage]);
  }
  return [...groups.values()].map(shortageText);
}

function shortageText(group: readonly Shortage[]): string {
  const { bars, asked, from, stored } = group[0];
  const timeframes = [...new Set(group.map(({ timeframe }) => timeframe))].join('/');
  const first = stored.isAfterGap ? 'the first stored candle after a gap' : 'the first stored candle';
  const where = from === stored.from ? first : `stored from ${formatDate(stored.from)}`;
  const start = bars === 0 ? 'indicators start cold' : 'indicators start on less';
  return `warm-up: ${bars} of ${asked} ${timeframes} bars before ${formatDate(from)}, ${where}; ${start}`;
}
