import { baseOf, type StoredCandles, shortestStep, sliceStored } from '../model/candle.ts';
import { JbtError } from '../model/errors.ts';
import type { Job } from '../model/job.ts';
import { type MarketKey, marketKey } from '../model/market.ts';
import { formatDate, MINUTE, type Timestamp } from '../model/time.ts';
import { barStart, minutesOf, type Timeframe, timeframesOver } from '../model/timeframe.ts';
import { conventionsOf } from './conventions.ts';
import { BarSeries } from './market/bar-series.ts';
import { aggregate, closeGaps, type FindColumns } from './market/bars.ts';
import { baseCandles } from './market/base-candles.ts';
import { MarketCandles } from './market/market-candles.ts';
import { SessionCandles, SymbolCandles } from './market/session-candles.ts';
import type { SessionInput } from './session-input.ts';

/** Candles of one symbol as they were loaded. */
interface Loaded {
  readonly symbol: string;
  readonly market: MarketKey;
  readonly candles: StoredCandles;
}

/**
 * Candles of every symbol of a job from the start of the warm-up to the end. Markets of different base timeframes meet
 * at the shortest timeframe that all of them can make. Bars are shared with other sessions of the worker.
 */
export function candlesOfJob(input: SessionInput): SessionCandles {
  const { job } = input;
  const symbols = [...new Set([...job.routes, ...job.dataRoutes].map(({ symbol }) => symbol))];
  const loaded = symbols.map((symbol) => loadedOf(input, symbol));
  const timeframes = timeframesOver(
    loaded.map(({ candles }) => baseOf(candles)),
    conventionsOf(job.compat).months,
  );
  if (timeframes.length === 0) {
    throw new JbtError('InvalidRoutes', `no timeframe can be made of the candles of ${symbols.join(' and ')} together`);
  }
  requireWhole(job, timeframes[0]);
  const identities = new Map(
    loaded.map(({ symbol, market, candles }) => [symbol, input.series.identityOf(candles, market)]),
  );
  const identityOf = (symbol: string): string => identities.get(symbol) ?? symbol;
  return new SessionCandles(loaded.map((each) => candlesOf(input, each, timeframes, identityOf)));
}

function loadedOf({ job, candles }: SessionInput, symbol: string): Loaded {
  const market = marketKey({ exchange: job.exchange.name, symbol });
  const found = candles[market];
  const start = startOf(job);
  if (found === undefined || start < found.start || job.to > found.start + found.length * shortestStep(found)) {
    throw new JbtError('CandlesNotFound', `no candles of ${symbol} from ${formatDate(start)} to ${formatDate(job.to)}`);
  }
  return { symbol, market, candles: found };
}

function startOf({ from, warmupMinutes }: Job): Timestamp {
  return from - warmupMinutes * MINUTE;
}

function requireWhole(job: Job, base: Timeframe): void {
  const { months } = conventionsOf(job.compat);
  const cut = [startOf(job), job.from, job.to].find((time) => barStart(time, base, months) !== time);
  if (cut === undefined) return;
  throw new JbtError('InvalidDateRange', `${formatDate(cut)} lies within a ${base} candle, and none is played in part`);
}

/** `timeframes` are all that the session can have, its base first. */
function candlesOf(
  { job, series }: SessionInput,
  { symbol, candles }: Loaded,
  timeframes: readonly Timeframe[],
  identityOf: (symbol: string) => string,
): SymbolCandles {
  const { months } = conventionsOf(job.compat);
  const [base] = timeframes;
  const first = job.warmupMinutes / minutesOf(base);
  const key = `${identityOf(symbol)} ${base} ${startOf(job)} ${job.warmupMinutes} ${job.to} ${job.fills.gap}`;
  const find =
    (name: string): FindColumns =>
    (make) =>
      series.columns(`${name} ${key}`, make);
  const based = baseCandles(rangeOf(job, candles), base, months, find('base'));
  const minutes = job.fills.gap === 'open' ? based : closeGaps(based, first, find('minutes'));
  const marketCandles = new MarketCandles(symbol, minutes, first);
  return new SymbolCandles(marketCandles, timeframes, (timeframe, hours) => {
    const name = `${timeframe} bars ${months}${hours === null ? '' : ` in the hours of ${identityOf(hours.symbol)}`}`;
    const bars = aggregate(minutes, timeframe, months, find(name), hours?.minutes.filled);
    series.name(bars.columns.close, `${name} ${key}`);
    return new BarSeries(marketCandles, timeframe, bars);
  });
}

function rangeOf(job: Job, candles: StoredCandles): StoredCandles {
  const step = shortestStep(candles);
  return sliceStored(candles, (startOf(job) - candles.start) / step, (job.to - candles.start) / step);
}
