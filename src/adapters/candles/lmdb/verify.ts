import { type Market, marketKey } from '../../../model/market.ts';
import type { Digest } from '../../../run/ports.ts';
import type { CheckedTable } from '../../lmdb/table.ts';
import { bytesOf, type Month, monthOf } from './month.ts';
import { describeDamage, getRecords, readMonth, storedMonths } from './read.ts';
import type { MonthRecord } from './record.ts';

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
  const records = getRecords(table, market);
  if (typeof records === 'string') {
    const months = storedMonths(table, market);
    const fault = `what was noted of ${marketKey(market)} is damaged: import any of its files again`;
    return { market, months: months.length, faults: [fault, ...months.flatMap((month) => faultsOf(month, null))] };
  }
  return {
    market,
    months: records.length,
    faults: records.flatMap((record) => faultsOf(monthOf(record.month), record)),
  };

  function faultsOf(month: Month, record: MonthRecord | null): readonly string[] {
    const numbers = readMonth(table, market, month);
    if (typeof numbers === 'string') return [describeDamage(market, month)];
    return record === null || record.digest === digest(bytesOf(numbers)) ? [] : [describeDamage(market, month)];
  }
}
