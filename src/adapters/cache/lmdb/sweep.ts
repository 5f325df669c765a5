import type { Timestamp } from '../../../model/time.ts';
import { type CacheLife, isExpired } from '../../../run/cache/life.ts';
import { CACHE_KINDS, type CacheKind, type FlushOptions } from '../../../run/cache-port.ts';
import { contentOf } from './entries.ts';
import { removeEntry } from './entries-write.ts';
import { contentPrefix, ENTRY_PREFIX, entryPrefixes } from './keys.ts';
import { decodeRecord, roomOf } from './record.ts';
import type { CacheTransaction } from './transaction.ts';

/** Evicting a tenth more than needed keeps the next writes from evicting again. */
const FILL_AFTER_EVICTION = 0.9;

/** An entry as a scan finds it, without its content. */
interface Seen {
  readonly kind: CacheKind;
  readonly entry: string;
  /** Null when the record is damaged. */
  readonly life: CacheLife | null;
  readonly bytes: number;
}

interface Alive extends Seen {
  readonly life: CacheLife;
}

/** Removes damaged and expired entries, then evicts the least recently used until the rest fits into the budget. */
export function sweepShelf(transaction: CacheTransaction, budgetBytes: number, now: Timestamp): void {
  const alive = removeDead(transaction, now);
  recount(transaction, alive);
  if (takenBy(transaction) <= budgetBytes) return;
  for (const { kind, entry } of alive.sort((a, b) => a.life.usedAt - b.life.usedAt)) {
    if (takenBy(transaction) <= budgetBytes * FILL_AFTER_EVICTION) return;
    transaction.totals[kind].evictions += 1;
    removeEntry(transaction, kind, entry);
  }
}

/** Removes damaged and expired entries and returns the others. */
function removeDead(transaction: CacheTransaction, now: Timestamp): Alive[] {
  const alive: Alive[] = [];
  for (const seen of CACHE_KINDS.flatMap((kind) => entriesOf(transaction, kind))) {
    const { kind, entry, life } = seen;
    if (life !== null && !isExpired(life, now)) {
      alive.push({ ...seen, life });
      continue;
    }
    transaction.totals[kind][life === null ? 'corrupt' : 'expired'] += 1;
    removeEntry(transaction, kind, entry);
  }
  return alive;
}

/** Estimates what all entries take on disk. */
export function takenBy({ totals }: CacheTransaction): number {
  return totals.values.bytes + totals.results.bytes;
}

/** Removes entries of a kind and returns their number. */
export function flushKind(
  transaction: CacheTransaction,
  kind: CacheKind,
  { expiredOnly, prefix }: FlushOptions,
  now: Timestamp,
): number {
  if (!expiredOnly && prefix === '') return forgetKind(transaction, kind);
  const prefixes = entryPrefixes(prefix);
  const gone = entriesOf(transaction, kind).filter(
    ({ entry, life }) =>
      prefixes.some((start) => entry.startsWith(start)) && (!expiredOnly || (life !== null && isExpired(life, now))),
  );
  for (const { entry } of gone) removeEntry(transaction, kind, entry);
  if (expiredOnly) transaction.totals[kind].expired += gone.length;
  return gone.length;
}

/** Removes every chunk by its key, so that chunks without an entry go as well. */
function forgetKind({ environment, totals }: CacheTransaction, kind: CacheKind): number {
  const { entries } = totals[kind];
  for (const key of environment[kind].keys(ENTRY_PREFIX)) environment[kind].remove(key);
  for (const key of environment.contents.keys(contentPrefix(kind))) environment.contents.remove(key);
  totals[kind].entries = 0;
  totals[kind].bytes = 0;
  return entries;
}

/** Reads every entry of a kind, removes those that are damaged, and counts both. */
export function verifyKind(
  transaction: CacheTransaction,
  kind: CacheKind,
): { readonly entries: number; readonly corrupt: number } {
  const entries = transaction.environment[kind].keys(ENTRY_PREFIX);
  const corrupt = entries.filter((entry) => !isSound(transaction, kind, entry));
  for (const entry of corrupt) removeEntry(transaction, kind, entry);
  transaction.totals[kind].corrupt += corrupt.length;
  return { entries: entries.length, corrupt: corrupt.length };
}

function isSound({ environment }: CacheTransaction, kind: CacheKind, entry: string): boolean {
  const stored = environment[kind].get(entry);
  const record = stored.kind === 'found' ? decodeRecord(stored.content) : null;
  return record !== null && contentOf(environment, kind, entry, record) !== null;
}

function entriesOf({ environment }: CacheTransaction, kind: CacheKind): readonly Seen[] {
  const seen: Seen[] = [];
  for (const [entry, stored] of environment[kind].entries(ENTRY_PREFIX)) {
    const record = stored.kind === 'found' ? decodeRecord(stored.content) : null;
    seen.push({ kind, entry, life: record?.life ?? null, bytes: record?.bytes ?? 0 });
  }
  return seen;
}

/** Corrects the totals: the size of a damaged entry is unknown when it is removed. */
function recount({ totals }: CacheTransaction, alive: readonly Alive[]): void {
  for (const kind of CACHE_KINDS) {
    const ofKind = alive.filter((seen) => seen.kind === kind);
    totals[kind].entries = ofKind.length;
    totals[kind].bytes = ofKind.reduce((sum, { bytes }) => sum + roomOf(bytes), 0);
  }
}
