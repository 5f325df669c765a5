import type { Timestamp } from '../model/time.ts';
import type { ClosedTrade } from '../model/trade.ts';

/** The reason why a position was closed; `signal` is an order of the strategy that is neither of the first two. */
export type ExitReason = 'take-profit' | 'stop-loss' | 'signal' | 'liquidation' | 'end';

/** Circumstances of a session that its trades do not tell. */
export interface SessionEnds {
  /** End of the last traded minute. */
  readonly endedAt: Timestamp;
  /** True for a position of the symbol that was liquidated at the time. */
  readonly isLiquidated: (symbol: string, time: Timestamp) => boolean;
}

/** The reason of the order that closed the trade, its last one. */
export function exitReasonOf(trade: ClosedTrade, { endedAt, isLiquidated }: SessionEnds): ExitReason {
  const last = trade.orders.at(-1);
  if (last?.submittedVia) return last.submittedVia;
  if (isLiquidated(trade.symbol, trade.closedAt)) return 'liquidation';
  return trade.closedAt >= endedAt ? 'end' : 'signal';
}

/** Sums of some trades. */
export interface TradesPart {
  readonly name: string;
  readonly trades: number;
  /** Trades with a PnL above 0. */
  readonly winners: number;
  /** After fees, in the quote asset. */
  readonly pnl: number;
  readonly best: number;
  readonly worst: number;
  /** Mean of the times that they were held, in seconds. */
  readonly meanSeconds: number;
}

type Closed = Pick<ClosedTrade, 'pnl' | 'holdingPeriod'>;

/** Sums of trades by a name, in the order in which the names come first. */
export function partsOf<Trade extends Closed>(
  trades: readonly Trade[],
  nameOf: (trade: Trade) => string,
): TradesPart[] {
  const groups = new Map<string, Trade[]>();
  for (const trade of trades) {
    const name = nameOf(trade);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [trade]);
    else group.push(trade);
  }
  return [...groups].map(([name, group]) => partOf(name, group));
}

function partOf(name: string, trades: readonly Closed[]): TradesPart {
  let [winners, pnl, seconds] = [0, 0, 0];
  let [best, worst] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const trade of trades) {
    if (trade.pnl > 0) winners += 1;
    pnl += trade.pnl;
    seconds += trade.holdingPeriod;
    best = Math.max(best, trade.pnl);
    worst = Math.min(worst, trade.pnl);
  }
  return { name, trades: trades.length, winners, pnl, best, worst, meanSeconds: seconds / trades.length };
}
