import { DAY, formatLength, HOUR, MINUTE } from '../../../model/time.ts';
import { minutesOf, TIMEFRAMES, type Timeframe } from '../../../model/timeframe.ts';
import type { Grid } from './grid.ts';

/** The timeframe of stored candles, and where they open. */
export interface Base {
  readonly timeframe: Timeframe;
  readonly minutes: number;
  /** True for days that open at another hour than midnight (UTC): each becomes the nearest day. */
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
/** Days of clocks with summer time have 23 to 25 hours. */
const SHORTEST_DAY = (23 * HOUR) / MINUTE;
const LONGEST_DAY = (25 * HOUR) / MINUTE;
/** Zones are ahead of UTC by a number of these. */
const ZONE_STEP = 15;

/** Timeframes that a market can be stored in, shortest first. */
export const BASES = TIMEFRAMES.filter((timeframe) => minutesOf(timeframe) <= DAY_MINUTES);

/** Makes a base whose candles open on the bars of UTC. */
export function baseOf(timeframe: Timeframe, isMoved = false): Base {
  return { timeframe, minutes: minutesOf(timeframe), isMoved };
}

/** Tells the timeframe of candles by their open times. */
export function tell(grid: Grid): Told {
  const { count, divisor, least } = grid;
  if (divisor === 1) return { kind: 'told', base: baseOf('1m') };
  const possible = BASES.filter((timeframe) => liesOn(grid, timeframe));
  if (count >= FEWEST_DAYS && least >= SHORTEST_DAY && divisor % ZONE_STEP === 0) return tellDays(grid, possible);
  if (count < FEWEST_ON_GRID) return fewRows(possible);
  const timeframe = BASES.find((candidate) => minutesOf(candidate) === divisor);
  if (timeframe === undefined) return { kind: 'fault', fault: unknownLength(divisor) };
  if (possible.includes(timeframe)) return { kind: 'told', base: baseOf(timeframe) };
  return { kind: 'fault', fault: offTheBars(grid, timeframe) };
}

/** True when all times are open times of a timeframe's bars. */
export function liesOn({ divisor, first }: Grid, timeframe: Timeframe): boolean {
  const minutes = minutesOf(timeframe);
  return divisor % minutes === 0 && first % minutes === 0;
}

function tellDays({ count, divisor, first, least }: Grid, possible: readonly Timeframe[]): Told {
  if (least > LONGEST_DAY) {
    if (count < FEWEST_ON_GRID) return fewRows(possible);
    const fault = `its rows are ${formatLength(least * MINUTE)} apart; the longest candles that jbt stores are 1D: import 1D candles or shorter ones`;
    return { kind: 'fault', fault };
  }
  const isMoved = first % DAY_MINUTES !== 0 || divisor % DAY_MINUTES !== 0;
  return { kind: 'told', base: baseOf('1D', isMoved) };
}

/** Only minutes can lie between the bars of all longer timeframes. */
function fewRows(possible: readonly Timeframe[]): Told {
  return possible.length === 1 ? { kind: 'told', base: baseOf('1m') } : { kind: 'unknown', possible };
}

function unknownLength(divisor: number): string {
  const length = formatLength(divisor * MINUTE);
  const shorter = BASES.filter((timeframe) => divisor % minutesOf(timeframe) === 0).at(-1);
  return `these are ${length} candles, and jbt has no timeframe of ${length}: import ${shorter} candles (if they are 1m candles with gaps: --timeframe 1m)`;
}

function offTheBars({ first }: Grid, timeframe: Timeframe): string {
  const clock = new Date(first * MINUTE).toISOString().slice(11, 16);
  const late = formatLength((first % minutesOf(timeframe)) * MINUTE);
  return `these are ${timeframe} candles that open at ${clock} UTC, ${late} after a bar of jbt opens: import shorter candles, whose bars jbt makes itself (--time-zone, if the clock is another)`;
}
