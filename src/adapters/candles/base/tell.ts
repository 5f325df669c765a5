import { DAY, formatLength, MINUTE } from '../../../model/time.ts';
import { minutesOf, TIMEFRAMES, type Timeframe } from '../../../model/timeframe.ts';
import { areDaysApart, areLongerThanDays, areMovedDays, isOfTwoDays } from './days.ts';
import type { Grid } from './grid.ts';

/** The open times of a file. */
export interface Surveyed {
  readonly name: string;
  readonly grid: Grid;
  /** Minutes of a candle where the file itself notes them; null where it does not. */
  readonly length: number | null;
}

/** The timeframe of stored candles, and where they open. */
export interface Base {
  readonly timeframe: Timeframe;
  readonly minutes: number;
  /** True for days that open at another hour than midnight (UTC). */
  readonly isMoved: boolean;
}

/** The timeframe that times tell. */
export type Told =
  | { readonly kind: 'told'; readonly base: Base }
  | { readonly kind: 'unknown'; readonly possible: readonly Timeframe[] }
  | { readonly kind: 'fault'; readonly fault: string };

/** Fewer rows may lie on a longer grid by chance, in a market with few trades; days apart, two may not. */
const FEWEST_ON_GRID = 6;
const FEWEST_DAYS = 2;

const DAY_MINUTES = DAY / MINUTE;

/** Timeframes that a market can be stored in, shortest first. */
export const BASES = TIMEFRAMES.filter((timeframe) => minutesOf(timeframe) <= DAY_MINUTES);

/** Makes a base whose candles open on the bars of UTC. */
export function baseOf(timeframe: Timeframe, isMoved = false): Base {
  return { timeframe, minutes: minutesOf(timeframe), isMoved };
}

/** Tells the timeframe of candles by their open times, or by the length that their file has noted. */
export function tell({ grid, length }: Surveyed): Told {
  const { count, divisor, least } = grid;
  const steady = [...grid.steady].find((distance) => distance > divisor);
  if (divisor === 1) return steady === undefined ? { kind: 'told', base: baseOf('1m') } : fault(mixed(grid, steady));
  if (length !== null) return ofLength(grid, length);
  if (count >= FEWEST_DAYS && areDaysApart(grid)) return tellDays(grid);
  if (count < FEWEST_ON_GRID) return fewRows(grid);
  if (least !== divisor) return fault(offTheGrid(grid));
  return steady === undefined ? ofLength(grid, divisor) : fault(mixed(grid, steady));
}

/** Tells the timeframe of candles whose length in minutes is known. */
function ofLength(grid: Grid, length: number): Told {
  if (length > DAY_MINUTES) return fault(longerThanDays(length));
  const timeframe = BASES.find((candidate) => minutesOf(candidate) === length);
  if (timeframe === undefined) return fault(unknownLength(length));
  if (timeframe === '1D' && areDaysApart(grid)) return ofDays(grid);
  return liesOn(grid, timeframe) ? { kind: 'told', base: baseOf(timeframe) } : fault(offTheBars(grid, timeframe));
}

/** True when all times are open times of a timeframe's bars. */
export function liesOn({ divisor, first }: Grid, timeframe: Timeframe): boolean {
  const minutes = minutesOf(timeframe);
  return divisor % minutes === 0 && first % minutes === 0;
}

function tellDays(grid: Grid): Told {
  if (!areLongerThanDays(grid)) return ofDays(grid);
  return grid.count < FEWEST_ON_GRID ? fewRows(grid) : fault(longerThanDays(grid.least));
}

function ofDays(grid: Grid): Told {
  const isMoved = areMovedDays(grid);
  if (isMoved && isOfTwoDays(grid.first)) return fault(ofTwoDays(grid));
  return { kind: 'told', base: baseOf('1D', isMoved) };
}

/** Only minutes can lie between the bars of all longer timeframes. */
function fewRows(grid: Grid): Told {
  const possible = BASES.filter((timeframe) => liesOn(grid, timeframe));
  return possible.length === 1 ? { kind: 'told', base: baseOf('1m') } : { kind: 'unknown', possible };
}

function fault(text: string): Told {
  return { kind: 'fault', fault: text };
}

function longerThanDays(length: number): string {
  return `these are candles of ${formatLength(length * MINUTE)}; the longest that jbt stores are 1D: import 1D candles or shorter ones`;
}

function ofTwoDays({ first }: Grid): string {
  return `these are 1D candles that open at ${clockOf(first)} UTC, which may be of either day: import them with times at midnight`;
}

/** Sparse candles, or longer ones whose clock changes for summer. */
function offTheGrid({ divisor, least }: Grid): string {
  const [apart, grid] = [formatLength(least * MINUTE), formatLength(divisor * MINUTE)];
  return `its rows are ${apart} apart or more, but not all on a grid of ${apart}: name the clock with --time-zone, if it changes for summer; if these are ${grid} candles with gaps: --timeframe ${grid}`;
}

function unknownLength(divisor: number): string {
  const length = formatLength(divisor * MINUTE);
  const shorter = BASES.filter((timeframe) => divisor % minutesOf(timeframe) === 0).at(-1);
  return `these are ${length} candles, and jbt has no timeframe of ${length}: import ${shorter} candles (if they are 1m candles with gaps: --timeframe 1m)`;
}

function offTheBars({ first }: Grid, timeframe: Timeframe): string {
  const late = formatLength((first % minutesOf(timeframe)) * MINUTE);
  return `these are ${timeframe} candles that open at ${clockOf(first)} UTC, ${late} after a bar of jbt opens: import shorter candles, whose bars jbt makes itself (--time-zone, if the clock is another)`;
}

function mixed({ divisor }: Grid, steady: number): string {
  const [long, short] = [formatLength(steady * MINUTE), formatLength(divisor * MINUTE)];
  return `many rows in turn are ${long} apart, others ${short}: a file has one timeframe: split it (if these are ${short} candles with gaps: --timeframe ${short})`;
}

function clockOf(minute: number): string {
  return new Date(minute * MINUTE).toISOString().slice(11, 16);
}
