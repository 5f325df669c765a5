import { conventionsOf } from '../../engine/conventions.ts';
import { JbtError } from '../../model/errors.ts';
import type { Job } from '../../model/job.ts';
import { marketKey } from '../../model/market.ts';
import { formatDate, type TimeRange, type Timestamp } from '../../model/time.ts';
import {
  barStart,
  longestTimeframe,
  type MonthRule,
  nextBarStart,
  shiftBars,
  type Timeframe,
  timeframesOver,
} from '../../model/timeframe.ts';
import { type Backtest, type DateBounds, type Setup, setupMarkets } from '../batch/batch.ts';
import type { MarketSummary } from '../ports.ts';
import { extentOf, rangeText, storedRangeAround, summaryOf } from './stored.ts';
import { barsAsked, type PlannedWarmUp, planWarmUp, type Shortage } from './warmup.ts';

export interface PlannedRange extends TimeRange, PlannedWarmUp, Pick<Job, 'base'> {
  /** Dates that were moved to whole candles, in words. */
  readonly moves: readonly string[];
}

/**
 * The minutes that one setup plays within bounds. Throws JbtError `InvalidRoutes`, `CandlesNotFound`, `CandleGap` or
 * `InvalidDateRange`.
 */
export function planRange(
  backtest: Backtest,
  setup: Setup,
  bounds: DateBounds,
  markets: readonly MarketSummary[],
): PlannedRange {
  const { at, warmup, exchange } = backtest;
  const stored = setupMarkets(exchange.name, setup).map((market) => summaryOf(market, markets, at));
  const timeframe = longestTimeframe([...setup.routes, ...setup.dataRoutes].map((route) => route.timeframe));
  const { months } = conventionsOf(backtest.compat);
  const base = baseOf(setup, stored, months, at);
  const leadBars = warmup.kind === 'stored' ? 0 : barsAsked(warmup, timeframe);
  const startAfter = (timestamp: Timestamp, bars: number): Timestamp => nextStart(timestamp, bars, timeframe, months);
  const dates = datesOf(bounds, stored, (timestamp) => startAfter(timestamp, leadBars));
  const range = { from: nextBarStart(dates.from, base, months), to: barStart(dates.to, base, months) };
  if (range.from >= range.to) throw emptyRange(range, bounds, stored, at);
  const earliest = Math.max(...stored.map((summary) => storedRangeAround(summary, range, at).from));
  const isAfterGap = stored.some(({ ranges }) => ranges.slice(1).some(({ from }) => from === earliest));
  const start = { from: nextBarStart(earliest, base, months), isAfterGap };
  const planned = planWarmUp(warmup, timeframe, months, range.from, start);
  if (planned.shortage && warmup.kind !== 'stored') {
    const possible = startAfter(planned.shortage.stored.from, planned.shortage.asked);
    throw coldStart(planned.shortage, possible, stored, at);
  }
  return { ...range, ...planned, ...(base === '1m' ? {} : { base }), moves: movesOf(bounds, range, base) };
}

/** The timeframe in which a setup is played. */
function baseOf(setup: Setup, stored: readonly MarketSummary[], months: MonthRule, at: string): Timeframe {
  const possible = timeframesOver(
    stored.map(({ base }) => base),
    months,
  );
  const route = [...setup.routes, ...setup.dataRoutes].find(({ timeframe }) => !possible.includes(timeframe));
  if (route === undefined) return possible[0];
  const bases = stored.map(({ market, base }) => `${marketKey(market)} is stored in ${base} candles`);
  const allowed = possible.length === 0 ? 'no timeframe can be made of them' : `possible: ${possible.join(', ')}`;
  throw new JbtError(
    'InvalidRoutes',
    `${at}: ${route.symbol} cannot be played in ${route.timeframe}: ${bases.join(', ')}; ${allowed}`,
  );
}

function movesOf(bounds: DateBounds, range: TimeRange, base: Timeframe): readonly string[] {
  return (['from', 'to'] as const).flatMap((end) => {
    const [asked, played] = [bounds[end], range[end]];
    if (asked === null || asked === played) return [];
    return [`${end} ${formatDate(asked)} lies within a ${base} candle; played ${end} ${formatDate(played)}`];
  });
}

/** Fills open bounds from the stored range of all markets; an open start leaves room for the warm-up. */
function datesOf(
  bounds: DateBounds,
  stored: readonly MarketSummary[],
  startAfter: (timestamp: Timestamp) => Timestamp,
): TimeRange {
  const extents = stored.map(extentOf);
  const earliest = Math.max(...extents.map((extent) => extent.from));
  const latest = Math.min(...extents.map((extent) => extent.to));
  return { from: bounds.from ?? startAfter(earliest), to: bounds.to ?? latest };
}

/** The first bar that opens at a midnight with this many whole bars before it from `timestamp` on. */
function nextStart(timestamp: Timestamp, bars: number, timeframe: Timeframe, months: MonthRule): Timestamp {
  const earliest = shiftBars(nextBarStart(timestamp, timeframe, months), bars, timeframe, months);
  return nextBarStart(earliest, longestTimeframe([timeframe, '1D']), months);
}

function emptyRange(
  range: TimeRange,
  { from, to }: DateBounds,
  stored: readonly MarketSummary[],
  at: string,
): JbtError {
  const dates = `from ${formatDate(range.from)} is not before to ${formatDate(range.to)}`;
  if (from !== null && to !== null) return new JbtError('InvalidDateRange', `${at}: ${dates}`);
  const extents = stored.map((summary) => `${marketKey(summary.market)} ${rangeText(extentOf(summary))}`);
  return new JbtError(
    'InvalidDateRange',
    `${at}: ${dates}, as far as the stored candles set them: ${extents.join(', ')}`,
  );
}

function coldStart(
  { bars, asked, timeframe, from, stored: start }: Shortage,
  earliest: Timestamp,
  stored: readonly MarketSummary[],
  at: string,
): JbtError {
  const markets = stored.map((summary) => marketKey(summary.market)).join(', ');
  return new JbtError(
    'CandlesNotFound',
    `${at}: warmup asks for ${asked} ${timeframe} bars before ${formatDate(from)}, stored are ${bars} ` +
      `(${markets}, without a gap from ${formatDate(start.from)}); start at ${formatDate(earliest)}, or ask for less`,
  );
}
