import { DAY, MINUTE, type TimeRange } from '../../../model/time.ts';

/** Fewer rows may lie on a longer grid by chance, in a market with few trades; days apart, two may not. */
export const FEWEST_ON_GRID = 6;
const FEWEST_DAYS = 2;

/**
 * Returns the least distance of two neighbours when all rows lie on a grid of several minutes, as longer candles do.
 * Null for minutes, with gaps or without, and for too few rows to tell.
 */
export function longerStep(minutes: Uint32Array): number | null {
  let divisor = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let row = 1; row < minutes.length && divisor !== 1; row++) {
    const step = minutes[row] - minutes[row - 1];
    divisor = greatestDivisor(step, divisor);
    least = Math.min(least, step);
  }
  const fewest = (divisor * MINUTE) % DAY === 0 ? FEWEST_DAYS : FEWEST_ON_GRID;
  return divisor === 1 || minutes.length < fewest ? null : least * MINUTE;
}

/** Returns the missing minutes between rows. */
export function gapsOf(minutes: Uint32Array): readonly TimeRange[] {
  const gaps: TimeRange[] = [];
  for (let row = 1; row < minutes.length; row++) {
    const next = minutes[row - 1] + 1;
    if (minutes[row] > next) gaps.push({ from: next * MINUTE, to: minutes[row] * MINUTE });
  }
  return gaps;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
