import * as z from 'zod';
import { type Market, marketKey } from '../../../model/market.ts';
import { MINUTE, type TimeRange } from '../../../model/time.ts';
import { minutesOf, TIMEFRAMES, type Timeframe } from '../../../model/timeframe.ts';
import type { Digest, MarketSummary } from '../../../run/ports.ts';
import { contentOf, countFilled, type Month, type MonthCandles, storedRangesIn } from './month.ts';

const monthRecord = z.object({
  month: z.string(),
  digest: z.string(),
  /** Ranges of stored candles. */
  stretches: z.array(z.object({ from: z.number(), to: z.number() })),
  /** Number of candles that no source had. */
  filled: z.number().default(0),
  /** The import that wrote the month; earlier versions of jbt left it out. */
  generation: z.string().nullable().default(null),
});
const marketRecord = z.object({
  format: z.literal(1),
  months: z.array(monthRecord),
  /** Earlier versions of jbt stored minutes alone. */
  base: z.enum(TIMEFRAMES).default('1m'),
});

/** Summary of a stored month, which saves reading it. */
export type MonthRecord = Readonly<z.infer<typeof monthRecord>>;

/** Everything that is noted of a market. */
export interface MarketRecord {
  readonly base: Timeframe;
  /** In order of time. */
  readonly months: readonly MonthRecord[];
}

/** The key of a month of candles in parts. Each import writes under keys of its own; its last write puts them into the record. */
export interface MonthPlace {
  readonly month: string;
  readonly base: Timeframe;
  readonly generation: string | null;
}

/** Key of a market's records. */
export function recordKey(market: Market): string {
  return `${RECORD_PREFIX}${marketKey(market)}`;
}

/** Prefix of the keys of markets. */
export const RECORD_PREFIX = 'market ';

/** Key of a month of candles. */
export function monthKey(market: Market, { month, base, generation }: MonthPlace): string {
  const place = generation === null ? month : `${month} ${base} ${generation}`;
  return `${monthPrefix(market)}${place}`;
}

/** Prefix of the keys of a market's months. */
export function monthPrefix(market: Market): string {
  return `month ${marketKey(market)} `;
}

const PLACE = /^(\d{4}-\d{2})(?: (\S+) (\S+))?$/;

/** Reads the place from a key behind the prefix; null for the key of another market that starts the same. */
export function parsePlace(text: string): MonthPlace | null {
  const [, month, base, generation] = PLACE.exec(text) ?? [];
  if (month === undefined) return null;
  if (base === undefined) return { month, base: '1m', generation: null };
  const timeframe = TIMEFRAMES.find((known) => known === base);
  return timeframe === undefined ? null : { month, base: timeframe, generation };
}

/** Milliseconds between the candles of a base timeframe. */
export function stepOf(base: Timeframe): number {
  return minutesOf(base) * MINUTE;
}

/** Makes the record of a month. The digest changes when, and only when, its candles do. */
export function recordMonth(
  month: Month,
  candles: MonthCandles,
  generation: string | null,
  digest: Digest,
): MonthRecord {
  return {
    month: month.name,
    digest: digest(contentOf(candles)),
    stretches: [...storedRangesIn(month, candles)],
    filled: countFilled(candles),
    generation,
  };
}

export function encodeRecord({ base, months }: MarketRecord): Uint8Array {
  return Buffer.from(JSON.stringify({ format: 1, months, base }));
}

/** Decodes a record; null when the content is none. */
export function decodeRecord(content: Uint8Array): MarketRecord | null {
  try {
    return marketRecord.parse(JSON.parse(Buffer.from(content).toString()));
  } catch {
    return null;
  }
}

/** Summarises a market from its record. */
export function summarise(market: Market, { base, months }: MarketRecord, digest: Digest): MarketSummary {
  const ranges = joinRanges(months.flatMap((month) => month.stretches));
  const minutes = ranges.reduce((sum, { from, to }) => sum + (to - from) / MINUTE, 0);
  const filled = months.reduce((sum, month) => sum + month.filled, 0);
  const prints = months.map((month) => `${month.month} ${month.digest}\n`).join('');
  const fingerprint = digest(base === '1m' ? prints : `${base}\n${prints}`);
  return { market, base, ranges, minutes, filled, fingerprint };
}

/** Merges ranges in order of time that touch or overlap. */
export function joinRanges(ranges: readonly TimeRange[]): readonly TimeRange[] {
  const joined: TimeRange[] = [];
  for (const { from, to } of ranges) {
    const last = joined.at(-1);
    if (last === undefined || from > last.to) joined.push({ from, to });
    else if (to > last.to) joined[joined.length - 1] = { from: last.from, to };
  }
  return joined;
}
