import type { ClosedTrade, TradeFigures } from '../../../src/model/trade.ts';

/** The figures of trades that metrics read. */
export function figuresOf(trades: readonly ClosedTrade[]): TradeFigures {
  return {
    pnls: trades.map(({ pnl }) => pnl),
    fees: trades.map(({ fee }) => fee),
    types: trades.map(({ type }) => type),
    openedAt: trades.map(({ openedAt }) => openedAt),
    closedAt: trades.map(({ closedAt }) => closedAt),
    holdingPeriods: trades.map(({ holdingPeriod }) => holdingPeriod),
  };
}
