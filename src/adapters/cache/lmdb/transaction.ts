import * as z from 'zod';
import { emptyTotals, forEachKind, type KindTotals } from '../../../run/cache/counts.ts';
import { CACHE_KINDS, type CacheKind } from '../../../run/cache-port.ts';
import type { LmdbEnvironment } from '../../lmdb/environment.ts';
import { isSystemError } from '../../lmdb/error.ts';
import { ENTRY_PREFIX, TOTALS_KEY } from './keys.ts';
import { decodeRecord, roomOf } from './record.ts';

/** An LMDB transaction with the totals of all kinds, which all processes share. */
export interface CacheTransaction {
  readonly environment: LmdbEnvironment;
  readonly totals: Record<CacheKind, KindTotals>;
}

const count = z.number();
const kindTotals = z.object({
  entries: count,
  bytes: count,
  hits: count,
  misses: count,
  evictions: count,
  expired: count,
  corrupt: count,
});

/** Commits all changes of the action and the totals, or nothing when it throws. Throws JbtError `CacheUnavailable`. */
export function inCacheTransaction<Value>(
  environment: LmdbEnvironment,
  action: (transaction: CacheTransaction) => Value,
): Value {
  return environment.transaction(() => {
    const transaction = { environment, totals: readTotals(environment) };
    const value = action(transaction);
    for (const kind of CACHE_KINDS)
      environment[kind].put(TOTALS_KEY, Buffer.from(JSON.stringify(transaction.totals[kind])));
    return value;
  });
}

/** Reads the totals of all kinds; zeros when LMDB cannot read them. */
export function lookAtTotals(environment: LmdbEnvironment): Readonly<Record<CacheKind, KindTotals>> {
  try {
    return readTotals(environment);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return forEachKind(emptyTotals);
  } finally {
    environment.endRead();
  }
}

/** Counts the entries again when the totals are missing or damaged. */
function readTotals(environment: LmdbEnvironment): Record<CacheKind, KindTotals> {
  return forEachKind((kind) => storedTotals(environment, kind) ?? countEntries(environment, kind));
}

function storedTotals(environment: LmdbEnvironment, kind: CacheKind): KindTotals | null {
  const stored = environment[kind].get(TOTALS_KEY);
  if (stored.kind !== 'found') return null;
  try {
    return kindTotals.parse(JSON.parse(Buffer.from(stored.content).toString()));
  } catch {
    return null;
  }
}

function countEntries(environment: LmdbEnvironment, kind: CacheKind): KindTotals {
  const totals = emptyTotals();
  for (const [, stored] of environment[kind].entries(ENTRY_PREFIX)) {
    const record = stored.kind === 'found' ? decodeRecord(stored.content) : null;
    totals.entries += 1;
    totals.bytes += roomOf(record?.bytes ?? 0);
  }
  return totals;
}
