import * as z from 'zod';
import { type Market, marketKey } from '../../../model/market.ts';
import { MINUTE, type TimeRange } from '../../../model/time.ts';
import type { Digest, MarketSummary } from '../../../run/ports.ts';
import { bytesOf, type Month, storedRangesIn } from './month.ts';

const monthRecord = z.object({
  month: z.string(),
  digest: z.string(),
  /** Ranges of stored minutes. */
  stretches: z.array(z.object({ from: z.number(), to: z.number() })),
});
const marketRecord = z.object({ format: z.literal(1), months: z.array(monthRecord) });

/** Summary of a stored month, which saves reading it. */
export type MonthRecord = Readonly<z.infer<typeof monthRecord>>;

/** Key of a market's records. */
export function recordKey(market: Market): string {
  return `${RECORD_PREFIX}${marketKey(market)}`;
}

/** Prefix of the keys of markets. */
export const RECORD_PREFIX = 'market ';

/** Key of a month of candles. */
export function monthKey(market: Market, month: string): string {
  return `${monthPrefix(market)}${month}`;
}

/** Prefix of the keys of a market's months. */
export function monthPrefix(market: Market): string {
  return `month ${marketKey(market)} `;
}

/** Makes the record of a month. The digest changes when, and only when, its candles do. */
export function recordMonth(month: Month, numbers: Float64Array, digest: Digest): MonthRecord {
  return { month: month.name, digest: digest(bytesOf(numbers)), stretches: [...storedRangesIn(month, numbers)] };
}

export function encodeRecord(months: readonly MonthRecord[]): Uint8Array {
  return Buffer.from(JSON.stringify({ format: 1, months }));
}

/** Decodes the months, in order of time; null when the content is no record. */
export function decodeRecord(content: Uint8Array): readonly MonthRecord[] | null {
  try {
    return marketRecord.parse(JSON.parse(Buffer.from(content).toString())).months;
  } catch {
    return null;
  }
}

/** Summarises a market from the records of its months, which must be in order of time. */
export function summarise(market: Market, months: readonly MonthRecord[], digest: Digest): MarketSummary {
  const ranges = joinRanges(months.flatMap((month) => month.stretches));
  const minutes = ranges.reduce((sum, { from, to }) => sum + (to - from) / MINUTE, 0);
  const fingerprint = digest(months.map((month) => `${month.month} ${month.digest}\n`).join(''));
  return { market, base: '1m', ranges, minutes, filled: 0, fingerprint };
}

/** Merges ranges that touch. */
function joinRanges(ranges: readonly TimeRange[]): readonly TimeRange[] {
  const joined: TimeRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last?.to === range.from) joined[joined.length - 1] = { from: last.from, to: range.to };
    else joined.push(range);
  }
  return joined;
}
