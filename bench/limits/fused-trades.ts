import type { SessionResult } from '../../src/engine/session.ts';

/** Trades as five numbers each: side (1 or -1), price and time of entry, price and time of exit. */
export type FusedTrades = readonly number[];

export const NUMBERS_A_TRADE = 5;

/**
 * Price at which a minute leaves a position; 0 if it does not. A minute that rises touches its low before its high.
 * All loops of this folder share it, because V8 puts it into each of them.
 */
export function exitOf(
  side: number,
  stop: number,
  target: number,
  open: number,
  high: number,
  low: number,
  close: number,
): number {
  const hitsStop = side > 0 ? low <= stop : high >= stop;
  const hitsTarget = side > 0 ? high >= target : low <= target;
  if (hitsStop && hitsTarget) return close >= open === side > 0 ? stop : target;
  if (hitsStop) return stop;
  return hitsTarget ? target : 0;
}

/** The trades of a session in one market. */
export function tradesOf({ trades }: Pick<SessionResult, 'trades'>, symbol = 'BTC-USDT'): FusedTrades {
  return [...trades]
    .filter((trade) => trade.symbol === symbol)
    .flatMap(({ type, entryPrice, openedAt, exitPrice, closedAt }) => [
      type === 'long' ? 1 : -1,
      entryPrice,
      openedAt,
      exitPrice,
      closedAt,
    ]);
}

/** Throws unless both sides made the same trades, to the bit: figures of different work must not be compared. */
export function requireSameTrades(title: string, ours: FusedTrades, theirs: FusedTrades): void {
  const differing = ours.findIndex((value, index) => !Object.is(value, theirs[index]));
  if (differing === -1 && ours.length === theirs.length) return;
  const trade = differing === -1 ? Math.min(ours.length, theirs.length) : differing;
  throw new Error(
    `${title}: different trades, from number ${Math.floor(trade / NUMBERS_A_TRADE) + 1} on: ` +
      `${ours.length / NUMBERS_A_TRADE} against ${theirs.length / NUMBERS_A_TRADE}`,
  );
}
