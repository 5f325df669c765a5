import type { ClosedTrade, TradeFigures } from '../../../src/model/trade.ts';

/** The figures of trades that metrics read. */
export function figuresOf(trades: readonly ClosedTrade[]): TradeFigures {
  const column = (numberOf: (trade: ClosedTrade) => number): Float64Array => Float64Array.from(trades, numberOf);
  return {
    pnls: column(({ pnl }) => pnl),
    fees: column(({ fee }) => fee),
    isLong: column(({ type }) => (type === 'long' ? 1 : 0)),
    openedAt: column(({ openedAt }) => openedAt),
    closedAt: column(({ closedAt }) => closedAt),
    holdingPeriods: column(({ holdingPeriod }) => holdingPeriod),
  };
}
