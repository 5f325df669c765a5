import { formatCount, formatRate } from '../src/run/text/numbers.ts';
import type { Sample } from './harness/sample.ts';
import { type FusedTrades, NUMBERS_A_TRADE } from './limits/fused-trades.ts';

/** `82.1M minutes/s` for a cost in milliseconds. */
export function speedOf(minutes: number, { median }: Sample): string {
  return `${formatRate((minutes / median) * 1000)} minutes/s`;
}

export function tradesNote({ length }: FusedTrades): string {
  return `${formatCount(length / NUMBERS_A_TRADE)} trades`;
}
