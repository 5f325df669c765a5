import type { TradeFigures } from '../model/trade.ts';
import type { Facts, MetricsInput, TradeGroup } from './metric.ts';
import { drawdownsOf, returnsOf, solventReturnsOf, streaks } from './series.ts';
import { standardDeviation } from './statistics.ts';

/** Derives what several metrics read. */
export function gatherFacts(input: MetricsInput): Facts {
  const { trades, equity, conventions } = input;
  const returns = conventions.returnsWithoutEquity ? returnsOf(equity) : solventReturnsOf(equity);
  const deviation = standardDeviation(returns);
  return {
    ...input,
    pnls: trades.pnls,
    ...groupsOf(trades),
    streaks: streaks(trades.pnls),
    returns,
    deviation: deviation <= conventions.returnNoise ? 0 : deviation,
    drawdowns: drawdownsOf(equity, conventions.startIsPeak ? 0 : 1),
  };
}

type Group = { -readonly [Field in keyof TradeGroup]: TradeGroup[Field] };

/** Sums up all trades, the winners and the losers, in closing order: the order of addends decides the last bits. */
function groupsOf({ pnls, isLong, holdingPeriods }: TradeFigures): Record<'all' | 'winners' | 'losers', TradeGroup> {
  const [all, winners, losers] = [emptyGroup(), emptyGroup(), emptyGroup()];
  for (let i = 0; i < pnls.length; i++) {
    add(all, pnls[i], isLong[i], holdingPeriods[i]);
    if (pnls[i] > 0) add(winners, pnls[i], isLong[i], holdingPeriods[i]);
    else if (pnls[i] < 0) add(losers, pnls[i], isLong[i], holdingPeriods[i]);
  }
  return { all, winners, losers };
}

function emptyGroup(): Group {
  return { count: 0, longs: 0, pnl: 0, largest: 0, smallest: 0, seconds: 0 };
}

function add(group: Group, pnl: number, isLong: number, seconds: number): void {
  group.count++;
  group.longs += isLong;
  group.pnl += pnl;
  group.largest = Math.max(group.largest, pnl);
  group.smallest = Math.min(group.smallest, pnl);
  group.seconds += seconds;
}
