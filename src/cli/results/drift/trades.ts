import { formatDate } from '../../../model/time.ts';
import type { ClosedTrade } from '../../../model/trade.ts';

/** A closed trade: symbol, side, opened, closed, quantity, entry price, exit price, profit. */
export type TradeLine = readonly [string, string, string, string, number, number, number, number];

export function tradeLine(trade: ClosedTrade): TradeLine {
  const { symbol, type, openedAt, closedAt, qty, entryPrice, exitPrice, pnl } = trade;
  return [symbol, type, formatDate(openedAt), formatDate(closedAt), qty, entryPrice, exitPrice, pnl];
}

/** The first trade that differs; null stands for a trade that one side does not have. */
export interface TradeDrift {
  /** Its number, from 1. */
  readonly trade: number;
  readonly before: TradeLine | null;
  readonly after: TradeLine | null;
}

/** Null when all trades are the same. */
export function firstDifference(before: readonly TradeLine[], after: readonly TradeLine[]): TradeDrift | null {
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    const [then = null, now = null] = [before[index], after[index]];
    if (JSON.stringify(then) !== JSON.stringify(now)) return { trade: index + 1, before: then, after: now };
  }
  return null;
}
