import type { ClosedTrade } from '../../model/trade.ts';

/** The reason of a trade's last exit. */
export function exitOf({ orders }: ClosedTrade): string {
  const last = orders.filter(({ executedAt }) => executedAt !== null).at(-1);
  return last?.submittedVia ?? 'signal';
}
