import { JbtError } from '../../model/errors.ts';
import { DAY, type Timestamp } from '../../model/time.ts';
import { minutesOf } from '../../model/timeframe.ts';
import type { CandlesState } from './candles.ts';

export interface Ticker {
  readonly timestamp: Timestamp;
  readonly lastPrice: number;
  /** High, low and volume span 24 hours, as far as candles reach back. */
  readonly high: number;
  readonly low: number;
  readonly volume: number;
}

/** Minutes that tickers reach back. */
const MOST_PAST = 120;
const WINDOW_MINUTES = 1440;

/** Tickers of every minute, derived from the candles of the base timeframe. */
export class TickersState {
  readonly #candles: CandlesState;

  constructor(candles: CandlesState) {
    this.#candles = candles;
  }

  getCurrentTicker(symbol: string): Ticker {
    return this.getPastTicker(symbol, 0);
  }

  /** The ticker `minutesBack` minutes ago, at most 120. Throws InvalidStrategy for others. */
  getPastTicker(symbol: string, minutesBack: number): Ticker {
    if (!(minutesBack >= 0 && minutesBack <= MOST_PAST && Number.isInteger(minutesBack))) {
      throw new JbtError('InvalidStrategy', `tickers go back 0 to ${MOST_PAST} minutes, not ${minutesBack}`);
    }
    return tickerOf(this.#candles, symbol, minutesBack);
  }
}

function tickerOf(candles: CandlesState, symbol: string, minutesBack: number): Ticker {
  const minutes = candles.getCandles(symbol, candles.base);
  const perCandle = minutesOf(candles.base);
  const newest = minutes.length - 1 - Math.floor(minutesBack / perCandle);
  if (newest < 0) throw new JbtError('InvalidStrategy', `${symbol} has no candle ${minutesBack} minutes back`);
  const last = minutes.at(newest);
  let { high, low, volume } = last;
  for (let i = Math.max(0, newest - WINDOW_MINUTES / perCandle + 1); i < newest; i++) {
    const candle = minutes.at(i);
    // As many candles reach further back where the market was closed meanwhile.
    if (candle.timestamp <= last.timestamp - DAY) continue;
    high = Math.max(high, candle.high);
    low = Math.min(low, candle.low);
    volume += candle.volume;
  }
  return { timestamp: last.timestamp, lastPrice: last.close, high, low, volume };
}
