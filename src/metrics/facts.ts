import type { Facts, MetricsInput } from './metric.ts';
import { drawdownsOf, returnsOf, solventReturnsOf } from './series.ts';
import { standardDeviation } from './statistics.ts';

/** Derives the lists that several metrics read. */
export function gatherFacts(input: MetricsInput): Facts {
  const { trades, equity, conventions } = input;
  const winners = trades.filter((trade) => trade.pnl > 0);
  const losers = trades.filter((trade) => trade.pnl < 0);
  const returns = conventions.returnsWithoutEquity ? returnsOf(equity) : solventReturnsOf(equity);
  const deviation = standardDeviation(returns);
  return {
    ...input,
    pnls: trades.map((trade) => trade.pnl),
    winners,
    losers,
    wins: winners.map((trade) => trade.pnl),
    losses: losers.map((trade) => trade.pnl),
    returns,
    deviation: deviation <= conventions.returnNoise ? 0 : deviation,
    drawdowns: drawdownsOf(equity, conventions.startIsPeak ? 0 : 1),
  };
}
