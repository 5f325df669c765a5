import { allocateColumns, type CandleColumns, columnList, openTime, shortestStep } from '../../model/candle.ts';
import { MINUTE } from '../../model/time.ts';
import { isUneven, type MonthRule, minutesOf, nextBarStart, shiftBars, type Timeframe } from '../../model/timeframe.ts';
import { type BarClock, EvenClock, MinuteClock, SparseClock, UnevenClock } from './bar-clock.ts';

/** The complete bars of a timeframe over a stretch of minutes. */
export interface Bars {
  readonly columns: CandleColumns;
  readonly clock: BarClock;
}

/** Makes columns, or finds them where they were made before. */
export type FindColumns = (make: () => readonly Float64Array[]) => readonly Float64Array[];

/**
 * Aggregates minutes into bars counted by the clock. A bar that lacks minutes at either end is left out, and so is one
 * whose minutes are all `filled`. A minute is a candle of any base timeframe that makes the bars.
 */
export function aggregate(
  minutes: CandleColumns,
  timeframe: Timeframe,
  months: MonthRule,
  find: FindColumns = (make) => make(),
  filled?: Uint8Array,
): Bars {
  const grid = gridOf(minutes, timeframe, months);
  if (filled !== undefined) return barsWithTrades(minutes, filled, grid, find);
  const { start, step, clock } = grid;
  if (clock instanceof MinuteClock) return { columns: minutes, clock };
  const length = clock.completedIn(minutes.length);
  const [open, close, high, low, volume] = find(() => columnList(barsOver(minutes, clock, length)));
  return { columns: { start, step, length, open, close, high, low, volume }, clock };
}

/** The bars of the clock, whether anything was traded in them or not. */
interface Grid extends Pick<CandleColumns, 'start' | 'step'> {
  readonly clock: BarClock;
}

function gridOf(minutes: CandleColumns, timeframe: Timeframe, months: MonthRule): Grid {
  const minute = shortestStep(minutes);
  const size = (minutesOf(timeframe) * MINUTE) / minute;
  if (size === 1) return { start: minutes.start, step: minute, clock: new MinuteClock() };
  const start = nextBarStart(minutes.start, timeframe, months);
  if (isUneven(timeframe, months)) {
    return { start, step: 'month', clock: new UnevenClock(boundaries(minutes, start, timeframe, months)) };
  }
  const offset = Math.min((start - minutes.start) / minute, minutes.length);
  return { start, step: size * minute, clock: new EvenClock(offset, size) };
}

function barsOver(minutes: CandleColumns, clock: BarClock, length: number): CandleColumns {
  const columns = allocateColumns(0, MINUTE, length);
  for (let bar = 0; bar < length; bar++) {
    aggregateInto(columns, bar, minutes, clock.firstMinuteOf(bar), clock.firstMinuteOf(bar + 1));
  }
  return columns;
}

function barsWithTrades(minutes: CandleColumns, filled: Uint8Array, grid: Grid, find: FindColumns): Bars {
  const [open, close, high, low, volume, times, firsts, ends] = find(() => tradedColumns(minutes, filled, grid));
  const clock = new SparseClock(firsts, ends);
  const start = times.length > 0 ? times[0] : grid.start;
  const length = clock.completedIn(minutes.length);
  return { columns: { start, step: grid.step, length, open, close, high, low, volume, times }, clock };
}

/**
 * Columns of the bars with a trade, then their open times, first traded minutes, and ends. The last bar may be
 * incomplete. A bar begins with its first trade: filled minutes before it repeat a price of earlier hours.
 */
function tradedColumns(minutes: CandleColumns, filled: Uint8Array, grid: Grid): readonly Float64Array[] {
  const { clock } = grid;
  const [times, firsts, ends]: [number[], number[], number[]] = [[], [], []];
  for (let bar = 0; clock.firstMinuteOf(bar) < minutes.length; bar++) {
    const end = clock.firstMinuteOf(bar + 1);
    const first = firstTraded(filled, clock.firstMinuteOf(bar), Math.min(end, minutes.length));
    if (first === null) continue;
    times.push(openTime(grid, bar));
    firsts.push(first);
    ends.push(end);
  }
  const columns = allocateColumns(0, MINUTE, times.length);
  firsts.forEach((first, row) => {
    aggregateInto(columns, row, minutes, first, Math.min(ends[row], minutes.length));
  });
  return [...columnList(columns), ...[times, firsts, ends].map((numbers) => Float64Array.from(numbers))];
}

/** The first minute that is not filled; null when all are. */
export function firstTraded(filled: Uint8Array, from: number, to: number): number | null {
  for (let minute = from; minute < to; minute++) if (filled[minute] === 0) return minute;
  return null;
}

/** Minute indexes at which bars open, up to the first that lies behind all minutes. */
function boundaries(minutes: CandleColumns, start: number, timeframe: Timeframe, months: MonthRule): readonly number[] {
  const found: number[] = [];
  const minute = shortestStep(minutes);
  for (let bar = 0; (found.at(-1) ?? 0) <= minutes.length; bar++) {
    found.push((shiftBars(start, bar, timeframe, months) - minutes.start) / minute);
  }
  return found;
}

/** Writes the bar over the minutes `from` to `to` (exclusive, at least one) into row `row` of `target`. */
export function aggregateInto(
  target: CandleColumns,
  row: number,
  minutes: CandleColumns,
  from: number,
  to: number,
): void {
  const { high, low, volume } = minutes;
  let highest = high[from];
  let lowest = low[from];
  let total = volume[from];
  for (let i = from + 1; i < to; i++) {
    if (high[i] > highest) highest = high[i];
    if (low[i] < lowest) lowest = low[i];
    total += volume[i];
  }
  target.open[row] = minutes.open[from];
  target.close[row] = minutes.close[to - 1];
  target.high[row] = highest;
  target.low[row] = lowest;
  target.volume[row] = total;
}

/**
 * Minutes whose gaps are closed as Jesse closes them: from the minute after `first` on, each opens at the close
 * before it, and its high and low are widened to that price. Close and volume are the same memory.
 */
export function closeGaps<Candles extends CandleColumns>(
  minutes: Candles,
  first: number,
  find: FindColumns = (make) => make(),
): Candles {
  const [open, high, low] = find(() => closedColumns(minutes, first));
  return { ...minutes, open, high, low };
}

function closedColumns(minutes: CandleColumns, first: number): readonly Float64Array[] {
  const open = minutes.open.slice();
  const high = minutes.high.slice();
  const low = minutes.low.slice();
  const { close } = minutes;
  for (let i = first + 1; i < minutes.length; i++) {
    const previous = close[i - 1];
    open[i] = previous;
    if (previous > high[i]) high[i] = previous;
    if (previous < low[i]) low[i] = previous;
  }
  return [open, high, low];
}
