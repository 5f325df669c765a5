import { DAY, HOUR, MINUTE, type Timestamp } from '../../../model/time.ts';

/** A clock that files may follow. */
export interface Zone {
  readonly name: string;
  /** Milliseconds that the clock is ahead of UTC at an instant. */
  offsetAt(instant: Timestamp): number;
}

const OFFSET = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i;

/** Reads `Europe/Berlin`, `+02:00`, `UTC+2` or `UTC`; null for an unknown name. */
export function parseZone(text: string): Zone | null {
  const parts = OFFSET.exec(text.trim());
  if (parts !== null) return fixedZone(text, parts);
  try {
    return namedZone(text.trim());
  } catch {
    return null;
  }
}

function fixedZone(name: string, [, sign, hours, minutes = '0']: readonly string[]): Zone | null {
  const offset = Number(hours) * HOUR + Number(minutes) * MINUTE;
  if (offset >= DAY) return null;
  return { name, offsetAt: () => (sign === '-' ? -offset : offset) };
}

function namedZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return {
    name,
    offsetAt(instant) {
      const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
      const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
      const day = Date.UTC(part('year'), part('month') - 1, part('day'));
      return day + part('hour') * HOUR + part('minute') * MINUTE - Math.floor(instant / MINUTE) * MINUTE;
    },
  };
}

/** Offsets change on quarters of an hour. */
const QUARTER = 15 * MINUTE;

/** Turns the times of a clock into instants. */
export class ZoneClock {
  readonly #zone: Zone;
  #quarter = Number.NaN;
  #offsets: readonly number[] = [];

  constructor(zone: Zone) {
    this.#zone = zone;
  }

  get name(): string {
    return this.#zone.name;
  }

  /**
   * Returns the instants at which the clock shows a time: one; none where clocks go forward; two, earlier first, where
   * they go back.
   */
  instantsOf(local: Timestamp): readonly Timestamp[] {
    const quarter = Math.floor(local / QUARTER);
    if (quarter !== this.#quarter) {
      this.#offsets = this.#offsetsAt(quarter * QUARTER);
      this.#quarter = quarter;
    }
    return this.#offsets.map((offset) => local - offset);
  }

  #offsetsAt(local: Timestamp): readonly number[] {
    const around = new Set([this.#zone.offsetAt(local - DAY), this.#zone.offsetAt(local + DAY)]);
    const fitting = [...around].filter((offset) => this.#zone.offsetAt(local - offset) === offset);
    return fitting.sort((a, b) => b - a);
  }
}
