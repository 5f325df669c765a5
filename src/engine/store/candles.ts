import type { Timeframe } from '../../model/timeframe.ts';
import type { CandlesView } from '../candles-view.ts';
import type { SessionCandles } from '../session-candles.ts';

/** The candles of a session up to the present; what is to come cannot be reached through it. */
export class CandlesState {
  readonly #candles: SessionCandles;

  constructor(candles: SessionCandles) {
    this.#candles = candles;
  }

  /** The candles of a symbol in a timeframe. Throws RouteNotFound when no route or data route has them. */
  getCandles(symbol: string, timeframe: Timeframe): CandlesView {
    return this.#candles.ofSymbol(symbol, timeframe).view(timeframe);
  }
}
