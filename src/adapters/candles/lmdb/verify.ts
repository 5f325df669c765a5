import { type Market, marketKey } from '../../../model/market.ts';
import type { Digest } from '../../../run/ports.ts';
import type { CheckedTable } from '../../lmdb/table.ts';
import { contentOf } from './month.ts';
import { describeDamage, getRecord, readMonth, storedPlaces } from './read.ts';
import type { MonthPlace } from './record.ts';

/** Outcome of a check of a market. */
export interface Verification {
  readonly market: Market;
  /** Number of months that were read. */
  readonly months: number;
  /** Faults in words; empty for none. */
  readonly faults: readonly string[];
}

/** Compares all months of a market with their checksums and their records. */
export function verifyMarket(table: CheckedTable, market: Market, digest: Digest): Verification {
  const record = getRecord(table, market);
  if (typeof record === 'string') {
    const places = storedPlaces(table, market);
    const fault = `what was noted of ${marketKey(market)} is damaged: import any of its files again`;
    return { market, months: places.length, faults: [fault, ...places.flatMap((place) => faultsOf(place, null))] };
  }
  const { base, months } = record;
  return {
    market,
    months: months.length,
    faults: months.flatMap(({ month, generation, digest }) => faultsOf({ month, base, generation }, digest)),
  };

  function faultsOf(place: MonthPlace, expected: string | null): readonly string[] {
    const candles = readMonth(table, market, place);
    if (typeof candles === 'string') return [describeDamage(market, place.month)];
    const isSound = expected === null || expected === digest(contentOf(candles));
    return isSound ? [] : [describeDamage(market, place.month)];
  }
}
