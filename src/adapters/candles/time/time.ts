import type { Timestamp } from '../../../model/time.ts';
import type { DateOrder } from './date-order.ts';
import { parseDateText } from './date-text.ts';
import { type TimeUnit, timestampOf, withinLimits } from './epoch.ts';
import { type Zone, ZoneClock } from './zone.ts';

export { type DateOrder, DateOrderSurvey, parseDateOrder } from './date-order.ts';
export { parseClock, parseDateText } from './date-text.ts';
export { TIME_UNITS, type TimeUnit } from './epoch.ts';
export { parseZone, type Zone } from './zone.ts';

/** Choices about the times of a file. */
export interface TimeChoices {
  /** Unit of counts; null recognises it row by row. */
  readonly unit: TimeUnit | null;
  /** Order of day and month; null where dates tell it. */
  readonly order: DateOrder | null;
  /** Clock of times without an offset; null takes them as UTC. */
  readonly zone: Zone | null;
}

const NUMBER = /^\d+(?:\.\d+)?(?:e\+?\d+)?$/i;

/** Excel's serial days of 1927 to 2118 lie between these numbers; 25569 is 1970-01-01. */
const EXCEL_FROM = 10_000;
const EXCEL_TO = 80_000;
const EXCEL_1970 = 25_569;
const SECONDS_A_DAY = 86_400;

/** Reads the times of one file, row by row. */
export class TimeReader {
  readonly #choices: TimeChoices;
  readonly #clock: ZoneClock | null;
  #previous: Timestamp | null = null;
  #isAssumedUtc = false;
  #hasExcelDays = false;

  constructor(choices: TimeChoices) {
    this.#choices = choices;
    this.#clock = choices.zone === null ? null : new ZoneClock(choices.zone);
  }

  /** True once a time without an offset was taken as UTC. */
  get isAssumedUtc(): boolean {
    return this.#isAssumedUtc;
  }

  /** True once a time was a serial day of Excel. */
  get hasExcelDays(): boolean {
    return this.#hasExcelDays;
  }

  /** Converts a count since 1970; null for anything that needs its text. */
  fromCount(count: number): Timestamp | null {
    return timestampOf(count, this.#choices.unit);
  }

  /** Reads a time; null for no time between 1970 and 2100. */
  read(text: string): Timestamp | null {
    const { unit, order } = this.#choices;
    const isNumber = NUMBER.test(text);
    const counted = isNumber ? this.fromCount(Number(text)) : null;
    if (counted !== null || (unit !== null && unit !== 'iso')) return counted;
    const date = parseDateText(text, order) ?? (isNumber ? this.#fromExcel(Number(text)) : null);
    return date === null ? null : this.#place(date.local, date.offset);
  }

  /** Turns a clock's time into an instant. Null for a time that the clock skips, or shows twice. */
  #place(local: Timestamp, offset: number | null): Timestamp | null {
    if (offset !== null) return withinLimits(local - offset);
    if (this.#clock === null) {
      this.#isAssumedUtc = true;
      return withinLimits(local);
    }
    const instant = this.#nearest(this.#clock.instantsOf(local));
    this.#previous = instant ?? this.#previous;
    return withinLimits(instant);
  }

  /** Chooses between the two passes of an hour by the row before, whichever way the rows run. */
  #nearest(instants: readonly Timestamp[]): Timestamp | null {
    const previous = this.#previous;
    if (instants.length < 2) return instants[0] ?? null;
    if (previous === null) return null;
    return instants.reduce((best, one) => (Math.abs(one - previous) < Math.abs(best - previous) ? one : best));
  }

  #fromExcel(days: number): { readonly local: Timestamp; readonly offset: null } | null {
    if (this.#choices.unit !== null || days < EXCEL_FROM || days >= EXCEL_TO) return null;
    this.#hasExcelDays = true;
    // Ten decimals of a day are not exact to the second.
    return { local: Math.round((days - EXCEL_1970) * SECONDS_A_DAY) * 1_000, offset: null };
  }

  /** Says why a text is no time, and what to do. */
  faultOf(text: string): string {
    const { unit, zone } = this.#choices;
    if (unit !== null) return `there is no time in ${unit}`;
    if (NUMBER.test(text) && timestampOf(Number(text), 's') !== null) {
      return 'there is no time (--time-unit s reads seconds)';
    }
    if (parseDateText(text, 'DMY') === null && parseDateText(text, 'MDY') === null) return 'there is no time';
    const date = parseDateText(text, this.#choices.order);
    if (date === null) return 'day and month can be read in two ways (--time-format DD/MM/YYYY or MM/DD/YYYY)';
    const placed = zone === null ? date.local : (this.#clock?.instantsOf(date.local)[0] ?? null);
    if (placed === null) return `clocks of ${zone?.name} skip that time (--time-zone names another)`;
    if (withinLimits(placed) === null) return 'the time is not between 1970 and 2100';
    return `clocks of ${zone?.name} show that time twice, and no row before says which is meant`;
  }
}

/** Advice where rows lack or repeat an hour. */
export const CLOCK_HINT = 'if its clock is local and changes for summer, name it: --time-zone America/New_York';
