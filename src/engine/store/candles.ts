import type { Timeframe } from '../../model/timeframe.ts';
import type { BarSeries } from '../market/bar-series.ts';
import { CandlesView } from '../market/candles-view.ts';
import type { SessionCandles } from '../market/session-candles.ts';

/** The candles of a session up to the present. The future is out of reach. */
export class CandlesState {
  readonly #candles: SessionCandles;
  readonly #views = new Map<BarSeries, CandlesView>();

  constructor(candles: SessionCandles) {
    this.#candles = candles;
  }

  /** Timeframe of the shortest candles. */
  get base(): Timeframe {
    return this.#candles.base;
  }

  /**
   * The candles of a symbol in a timeframe. Throws RouteNotFound when no route or data route has the symbol, or its
   * candles cannot make the timeframe.
   */
  getCandles(symbol: string, timeframe: Timeframe): CandlesView {
    const series = this.#candles.ofSymbol(symbol, timeframe).series(timeframe);
    let view = this.#views.get(series);
    if (view === undefined) {
      view = new CandlesView(series);
      this.#views.set(series, view);
    }
    return view;
  }

  /** The same candles in columns of their own. */
  apart(): CandlesState {
    return new CandlesState(this.#candles);
  }
}
