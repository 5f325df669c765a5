import { JbtError } from '../../model/errors.ts';
import { minutesOf, type Timeframe } from '../../model/timeframe.ts';
import type { BarSeries } from './bar-series.ts';
import type { MarketCandles } from './market-candles.ts';

/** Makes bars of a market. `hours` is the market whose closed hours are left out, mostly itself; null keeps all bars. */
export type MakeSeries = (timeframe: Timeframe, hours: MarketCandles | null) => BarSeries;

/** One market in every timeframe that its candles can make. */
export class SymbolCandles {
  readonly market: MarketCandles;
  /** All that the session can have, its base timeframe first. */
  readonly timeframes: readonly Timeframe[];
  readonly #makeSeries: MakeSeries;
  readonly #series = new Map<Timeframe, BarSeries>();
  #blocks: BarSeries | null = null;

  constructor(market: MarketCandles, timeframes: readonly Timeframe[], makeSeries: MakeSeries) {
    this.market = market;
    this.timeframes = timeframes;
    this.#makeSeries = makeSeries;
  }

  /** The bars in which something was traded. Throws RouteNotFound for a timeframe that the candles cannot make. */
  series(timeframe: Timeframe): BarSeries {
    let series = this.#series.get(timeframe);
    if (series !== undefined) return series;
    if (!this.timeframes.includes(timeframe)) throw cannotBeMade(timeframe, this);
    series = this.#makeSeries(timeframe, this.market.closesAtTimes ? this.market : null);
    this.#series.set(timeframe, series);
    return series;
  }

  /** A bar for each bar of another market, row by row; where this one traded nothing, its price stands still. */
  seriesBeside(other: SymbolCandles, timeframe: Timeframe): BarSeries {
    const own = this.series(timeframe);
    if (!this.market.closesAtTimes && !other.market.closesAtTimes) return own;
    return this.#makeSeries(timeframe, other.market.closesAtTimes ? other.market : null);
  }

  /** Bars whose extremes let a scan skip dozens of minutes at once. Closed hours are part of them. */
  get blocks(): BarSeries {
    this.#blocks ??= this.#makeBlocks();
    return this.#blocks;
  }

  #makeBlocks(): BarSeries {
    const timeframe = blockOver(this.timeframes[0]);
    return this.market.closesAtTimes ? this.#makeSeries(timeframe, null) : this.series(timeframe);
  }
}

function blockOver(base: Timeframe): Timeframe {
  const minutes = minutesOf(base);
  if (minutes < 15) return '1h';
  return minutes < 1440 ? '1D' : base;
}

function cannotBeMade(timeframe: Timeframe, { market, timeframes }: SymbolCandles): JbtError {
  return new JbtError(
    'RouteNotFound',
    `no ${timeframe} candles of ${market.symbol} can be made of its ${timeframes[0]} candles; possible: ${timeframes.join(', ')}`,
  );
}

/** All candles of a session by symbol, in the order of the job. They include the future and are for the engine only. */
export class SessionCandles {
  readonly symbols: readonly SymbolCandles[];

  constructor(symbols: readonly SymbolCandles[]) {
    this.symbols = symbols;
  }

  /** The timeframe of the minutes of every market. */
  get base(): Timeframe {
    return this.symbols[0].timeframes[0];
  }

  /** Throws RouteNotFound for a symbol that no route or data route has. */
  ofSymbol(symbol: string, timeframe: Timeframe = this.base): SymbolCandles {
    const candles = this.symbols.find(({ market }) => market.symbol === symbol);
    if (candles === undefined) throw routeNotFound(symbol, timeframe);
    return candles;
  }
}

function routeNotFound(symbol: string, timeframe: Timeframe): JbtError {
  return new JbtError(
    'RouteNotFound',
    `no candles of ${symbol} ${timeframe} in this backtest; add the data route { symbol: ${symbol}, timeframe: ${timeframe} }`,
  );
}
