import { DAY, MINUTE, monthStart, type Timestamp } from './time.ts';

/** Every timeframe with its length in minutes. The length of a month is nominal. */
const MINUTES = {
  '1m': 1,
  '3m': 3,
  '5m': 5,
  '15m': 15,
  '30m': 30,
  '45m': 45,
  '1h': 60,
  '2h': 120,
  '3h': 180,
  '4h': 240,
  '6h': 360,
  '8h': 480,
  '12h': 720,
  '1D': 1440,
  '3D': 4320,
  '1W': 10080,
  '1M': 43200,
} as const;

export type Timeframe = keyof typeof MINUTES;

export const TIMEFRAMES = Object.keys(MINUTES) as readonly Timeframe[];

export function isTimeframe(text: string): text is Timeframe {
  return Object.hasOwn(MINUTES, text);
}

/** Minutes in a bar. A calendar month counts as 30 days here. */
export function minutesOf(timeframe: Timeframe): number {
  return MINUTES[timeframe];
}

/** Months count by the calendar (UTC), or in blocks of 30 days since 1970 as in Jesse. */
export type MonthRule = 'calendar' | '30-days';

/** True when the bars of a timeframe differ in length. */
export function isUneven(timeframe: Timeframe, months: MonthRule): boolean {
  return timeframe === '1M' && months === 'calendar';
}

/** The timeframe whose bars all have a length, in milliseconds; null when there is none. */
export function timeframeOfLength(length: number): Timeframe | null {
  return TIMEFRAMES.find((timeframe) => timeframe !== '1M' && MINUTES[timeframe] * MINUTE === length) ?? null;
}

/** True when each bar of a timeframe is made of whole candles of a base timeframe. Nothing is made of months. */
function isMadeOf(timeframe: Timeframe, base: Timeframe, months: MonthRule): boolean {
  if (base === '1M') return false;
  // Calendar months begin at any midnight, which only candles up to a day meet.
  if (isUneven(timeframe, months)) return MINUTES[base] <= MINUTES['1D'];
  return MINUTES[timeframe] % MINUTES[base] === 0;
}

/** The timeframes whose bars can be made of candles of all bases, shortest first. */
export function timeframesOver(bases: readonly Timeframe[], months: MonthRule): readonly Timeframe[] {
  return TIMEFRAMES.filter((timeframe) => bases.every((base) => isMadeOf(timeframe, base, months)));
}

/** The longest of the timeframes; `1m` for none. */
export function longestTimeframe(timeframes: Iterable<Timeframe>): Timeframe {
  let longest: Timeframe = '1m';
  for (const timeframe of timeframes) if (MINUTES[timeframe] > MINUTES[longest]) longest = timeframe;
  return longest;
}

/** 1970-01-01 was a Thursday; exchanges open their weeks on Monday. */
const FIRST_MONDAY = 4 * DAY;

/** Open time of the bar that holds `timestamp`: bars are counted by the UTC clock, weeks from Monday. */
export function barStart(timestamp: Timestamp, timeframe: Timeframe, months: MonthRule): Timestamp {
  if (isUneven(timeframe, months)) return monthStart(timestamp);
  const length = MINUTES[timeframe] * MINUTE;
  const origin = timeframe === '1W' ? FIRST_MONDAY : 0;
  return Math.floor((timestamp - origin) / length) * length + origin;
}

/** Open time of the bar that lies `bars` after the one that opens at `start`. */
export function shiftBars(start: Timestamp, bars: number, timeframe: Timeframe, months: MonthRule): Timestamp {
  return isUneven(timeframe, months) ? monthStart(start, bars) : start + bars * MINUTES[timeframe] * MINUTE;
}

/** Open time of the first bar that opens at `timestamp` or later. */
export function nextBarStart(timestamp: Timestamp, timeframe: Timeframe, months: MonthRule): Timestamp {
  const start = barStart(timestamp, timeframe, months);
  return start === timestamp ? start : shiftBars(start, 1, timeframe, months);
}

/** Anchor timeframes: a trend shows in the longer one. Jesse's table, continued to the longest. */
const ANCHORS: Readonly<Record<Timeframe, Timeframe>> = {
  '1m': '5m',
  '3m': '15m',
  '5m': '30m',
  '15m': '2h',
  '30m': '3h',
  '45m': '3h',
  '1h': '4h',
  '2h': '6h',
  '3h': '1D',
  '4h': '1D',
  '6h': '1D',
  '8h': '1D',
  '12h': '1D',
  '1D': '1W',
  '3D': '1M',
  '1W': '1M',
  '1M': '1M',
};

export function anchorTimeframe(timeframe: Timeframe): Timeframe {
  return ANCHORS[timeframe];
}
