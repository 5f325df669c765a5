import { DAY, HOUR, MINUTE, SECOND, type Timestamp } from '../../../model/time.ts';
import type { DateOrder } from './date-order.ts';

/** A date and a clock as a file writes them. */
export interface DateText {
  /** The clock's time as if it were UTC. */
  readonly local: Timestamp;
  /** Milliseconds that the clock is ahead of UTC; null when the text does not say. */
  readonly offset: number | null;
}

const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?=$|\D|\d{4}(?:\d{2})?(?!\d))/;
const NUMBERS = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;
const DAY_AND_NAME = /^(\d{1,2})[-. ]?([A-Za-z]{3})[a-z]*\.?[-, ]+(\d{4})/;
const NAME_AND_DAY = /^([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})/;
const CLOCK =
  /^[T ,_:-]*(\d{1,2})(?:([:.-]?)(\d{1,2})(?:\2(\d{1,2})([.,]\d+)?)?)?(?: ?-?([AaPp])\.?[Mm]\.?)?(?: ?(Z|UTC|GMT|[A-Z]{3,4})?(?:([+-])(\d{1,2}):?(\d{2})?)?)?$/;
const NO_CLOCK = /^ ?(?:Z|UTC|GMT)?$/;

/** Names of zones that mean one offset everywhere. */
const ZONE_HOURS: Readonly<Record<string, number>> = {
  ...{ Z: 0, UTC: 0, GMT: 0, CET: 1, CEST: 2, EET: 2, EEST: 3, MSK: 3, JST: 9, KST: 9 },
  ...{ EST: -5, EDT: -4, CDT: -5, PST: -8, PDT: -7 },
};

const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const CENTURY = 2_000;

/** Reads a date with or without a clock; null for anything else, and for `8/1/2023` while the order is not known. */
export function parseDateText(text: string, order: DateOrder | null): DateText | null {
  const day = parseDay(text, order);
  if (day === null) return null;
  const rest = text.slice(day.end);
  if (NO_CLOCK.test(rest)) return { local: day.start, offset: rest.trim() === '' ? null : 0 };
  const clock = parseClock(rest);
  return clock === null ? null : { local: day.start + clock.local, offset: clock.offset };
}

/** Reads a clock such as `14:05`, `140500` or `2:05:00 PM +02:00` as milliseconds since midnight. */
export function parseClock(text: string): DateText | null {
  const parts = CLOCK.exec(text);
  if (parts === null) return null;
  const [, hours, separator, minutes = '0', seconds = '0', fraction = '0', half, zone, sign, ahead, aheadMinutes] =
    parts;
  // An hour alone is a clock only with AM or PM: `12-AM`.
  if (separator === undefined && half === undefined) return null;
  const hour = half === undefined ? Number(hours) : hourOf(Number(hours), half.toLowerCase() === 'p');
  // A leap second, `23:59:60`, is the start of the next minute, as for POSIX.
  if (hour === null || hour > 23 || Number(minutes) > 59 || Number(seconds) > 60) return null;
  const rest = Number(seconds) * SECOND + Number(fraction.replace(',', '.')) * SECOND;
  const local = hour * HOUR + Number(minutes) * MINUTE + rest;
  if (sign === undefined) {
    const offset = zone === undefined ? null : ZONE_HOURS[zone];
    return offset === undefined ? null : { local, offset: offset === null ? null : offset * HOUR };
  }
  const offset = Number(ahead) * HOUR + Number(aheadMinutes ?? 0) * MINUTE;
  return { local, offset: sign === '-' ? -offset : offset };
}

function hourOf(hour: number, isAfternoon: boolean): number | null {
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (isAfternoon ? 12 : 0);
}

interface Day {
  readonly start: Timestamp;
  /** Number of characters of the date. */
  readonly end: number;
}

function parseDay(text: string, order: DateOrder | null): Day | null {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst !== null) return dayOf(yearFirst[0], yearFirst[1], yearFirst[3], yearFirst[4]);
  const compact = COMPACT.exec(text);
  if (compact !== null) return dayOf(compact[0], compact[1], compact[2], compact[3]);
  const numbers = NUMBERS.exec(text);
  if (numbers !== null) return dayOfNumbers(numbers, order);
  const named = DAY_AND_NAME.exec(text);
  if (named !== null) return dayOf(named[0], named[3], monthNumber(named[2]), named[1]);
  const american = NAME_AND_DAY.exec(text);
  return american === null ? null : dayOf(american[0], american[3], monthNumber(american[1]), american[2]);
}

function dayOfNumbers([matched, first, separator, second, third]: readonly string[], order: DateOrder | null) {
  // Countries that write dates with dots put the day first.
  switch (order ?? (separator === '.' ? 'DMY' : null)) {
    case 'DMY':
      return dayOf(matched, third, second, first);
    case 'MDY':
      return dayOf(matched, third, first, second);
    case 'YMD':
      return dayOf(matched, first, second, third);
    case null:
      return null;
  }
}

function dayOf(matched: string, year: string, month: string, day: string): Day | null {
  const fullYear = Number(year) + (year.length <= 2 ? CENTURY : 0);
  const start = Date.UTC(fullYear, Number(month) - 1, Number(day));
  const date = new Date(start);
  // Date.UTC rolls 2023-02-30 over into March.
  const isReal = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return isReal && start % DAY === 0 ? { start, end: matched.length } : null;
}

function monthNumber(name: string): string {
  return String(MONTH_NAMES.indexOf(name.toLowerCase()) + 1);
}
