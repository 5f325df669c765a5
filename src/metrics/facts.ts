import type { TradeFigures } from '../model/trade.ts';
import type { Facts, MetricsInput, TradeGroup } from './metric.ts';
import { drawdownsOf, returnsOf, solventReturnsOf } from './series.ts';
import { standardDeviation } from './statistics.ts';

/** Derives the lists that several metrics read. */
export function gatherFacts(input: MetricsInput): Facts {
  const { trades, equity, conventions } = input;
  const { pnls } = trades;
  const returns = conventions.returnsWithoutEquity ? returnsOf(equity) : solventReturnsOf(equity);
  const deviation = standardDeviation(returns);
  return {
    ...input,
    pnls,
    all: groupOf(trades, () => true),
    winners: groupOf(trades, isWin),
    losers: groupOf(trades, isLoss),
    wins: pnls.filter(isWin),
    losses: pnls.filter(isLoss),
    returns,
    deviation: deviation <= conventions.returnNoise ? 0 : deviation,
    drawdowns: drawdownsOf(equity, conventions.startIsPeak ? 0 : 1),
  };
}

function isWin(pnl: number): boolean {
  return pnl > 0;
}

function isLoss(pnl: number): boolean {
  return pnl < 0;
}

function groupOf({ pnls, types, holdingPeriods }: TradeFigures, belongs: (pnl: number) => boolean): TradeGroup {
  const periods: number[] = [];
  let longs = 0;
  for (let trade = 0; trade < pnls.length; trade++) {
    if (!belongs(pnls[trade])) continue;
    periods.push(holdingPeriods[trade]);
    if (types[trade] === 'long') longs++;
  }
  return { count: periods.length, longs, shorts: periods.length - longs, holdingPeriods: periods };
}
