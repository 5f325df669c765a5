import { JbtError } from '../../model/errors.ts';
import { marketKey } from '../../model/market.ts';
import { formatDate, MINUTE, type TimeRange, type Timestamp } from '../../model/time.ts';
import { barStart, longestTimeframe, minutesOf, type Timeframe } from '../../model/timeframe.ts';
import { type Backtest, type DateBounds, type Setup, setupMarkets } from '../batch/batch.ts';
import type { MarketSummary } from '../ports.ts';
import { extentOf, rangeText, storedRangeAround, summaryOf } from './stored.ts';
import { barsAsked, type PlannedWarmUp, planWarmUp, type Shortage } from './warmup.ts';

/** The minutes that one setup plays within bounds. Throws JbtError `CandlesNotFound`, `CandleGap` or `InvalidDateRange`. */
export function planRange(
  backtest: Backtest,
  setup: Setup,
  bounds: DateBounds,
  markets: readonly MarketSummary[],
): TimeRange & PlannedWarmUp {
  const { at, warmup, exchange } = backtest;
  const stored = setupMarkets(exchange.name, setup).map((market) => summaryOf(market, markets, at));
  const timeframe = longestTimeframe([...setup.routes, ...setup.dataRoutes].map((route) => route.timeframe));
  const leadBars = warmup.kind === 'stored' ? 0 : barsAsked(warmup, timeframe);
  const range = datesOf(bounds, stored, leadBars, timeframe);
  if (range.from >= range.to) throw emptyRange(range, bounds, stored, at);
  const storedFrom = Math.max(...stored.map((summary) => storedRangeAround(summary, range, at).from));
  const isAfterGap = stored.some(({ ranges }) => ranges.slice(1).some(({ from }) => from === storedFrom));
  const planned = planWarmUp(warmup, timeframe, range.from, { from: storedFrom, isAfterGap });
  if (planned.shortage && warmup.kind !== 'stored') throw coldStart(planned.shortage, stored, at);
  return { ...range, ...planned };
}

/** Fills open bounds from the stored range of all markets; an open start leaves room for the warm-up. */
function datesOf(
  bounds: DateBounds,
  stored: readonly MarketSummary[],
  leadBars: number,
  timeframe: Timeframe,
): TimeRange {
  const extents = stored.map(extentOf);
  const earliest = Math.max(...extents.map((extent) => extent.from)) + leadBars * minutesOf(timeframe) * MINUTE;
  const latest = Math.min(...extents.map((extent) => extent.to));
  return { from: bounds.from ?? nextStart(earliest, timeframe), to: bounds.to ?? latest };
}

function nextStart(timestamp: Timestamp, timeframe: Timeframe): Timestamp {
  const step = longestTimeframe([timeframe, '1D']);
  const start = barStart(timestamp, step);
  return start === timestamp ? start : start + minutesOf(step) * MINUTE;
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

function coldStart(shortage: Shortage, stored: readonly MarketSummary[], at: string): JbtError {
  const { bars, asked, timeframe, from, stored: start } = shortage;
  const earliest = nextStart(start.from + asked * minutesOf(timeframe) * MINUTE, timeframe);
  const markets = stored.map((summary) => marketKey(summary.market)).join(', ');
  return new JbtError(
    'CandlesNotFound',
    `${at}: warmup asks for ${asked} ${timeframe} bars before ${formatDate(from)}, stored are ${bars} ` +
      `(${markets}, without a gap from ${formatDate(start.from)}); start at ${formatDate(earliest)}, or ask for less`,
  );
}
