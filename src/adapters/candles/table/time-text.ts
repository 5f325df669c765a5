import type { Cell } from './names.ts';

/** Columns of the time, and the number of digits of a clock without colons. */
export interface TimePlaces {
  readonly timestamp: number;
  /** Column of the clock where date and time are two; -1 for one. */
  readonly clock: number;
  readonly clockDigits: number;
}

/** Joins the cells of a row that are its time. */
export function timeTextOf(cells: readonly Cell[], { timestamp, clock, clockDigits }: TimePlaces): string {
  const text = String(cells[timestamp] ?? '').trim();
  if (clock < 0) return text;
  const time = String(cells[clock] ?? '').trim();
  return `${text} ${/^\d+$/.test(time) ? time.padStart(clockDigits, '0') : time}`;
}
