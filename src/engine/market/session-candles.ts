import { JbtError } from '../../model/errors.ts';
import type { Timeframe } from '../../model/timeframe.ts';
import type { BarSeries } from './bar-series.ts';
import type { MarketCandles } from './market-candles.ts';

/** One market in every timeframe that the session uses. */
export class SymbolCandles {
  readonly market: MarketCandles;
  readonly #timeframes: ReadonlySet<Timeframe>;
  readonly #makeSeries: (timeframe: Timeframe) => BarSeries;
  readonly #series = new Map<Timeframe, BarSeries>();

  constructor(
    market: MarketCandles,
    timeframes: ReadonlySet<Timeframe>,
    makeSeries: (timeframe: Timeframe) => BarSeries,
  ) {
    this.market = market;
    this.#timeframes = timeframes;
    this.#makeSeries = makeSeries;
  }

  /** Throws RouteNotFound for a timeframe that no route or data route has. */
  series(timeframe: Timeframe): BarSeries {
    if (!this.#timeframes.has(timeframe)) throw routeNotFound(this.market.symbol, timeframe);
    return this.#seriesOf(timeframe);
  }

  /** Hours, with or without a route: minima and maxima by which a scan skips minutes. */
  get hours(): BarSeries {
    return this.#seriesOf('1h');
  }

  #seriesOf(timeframe: Timeframe): BarSeries {
    let series = this.#series.get(timeframe);
    if (series !== undefined) return series;
    series = this.#makeSeries(timeframe);
    this.#series.set(timeframe, series);
    return series;
  }
}

/** All candles of a session by symbol, in the order of the job. They include the future and are for the engine only. */
export class SessionCandles {
  readonly symbols: readonly SymbolCandles[];

  constructor(symbols: readonly SymbolCandles[]) {
    this.symbols = symbols;
  }

  /** Throws RouteNotFound for a symbol that no route or data route has. */
  ofSymbol(symbol: string, timeframe: Timeframe = '1m'): SymbolCandles {
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
