import type { Timestamp } from '../../model/time.ts';

/** The clock and the counts of a session. */
export class AppState {
  /** Simulation time: the end of the minute being played. */
  time: Timestamp = 0;
  /** Open time of the first traded minute. */
  startingTime: Timestamp = 0;
  /** End of the last traded minute. */
  endingTime: Timestamp = 0;
  /** Equity in the quote asset: at the start, as days end, at the end. */
  readonly dailyBalance: number[] = [];
  /** Positions still open when the candles ended. */
  totalOpenTrades = 0;
  /** PnL of those positions before the fees of closing. */
  totalOpenPnl = 0;
  totalLiquidations = 0;
}
