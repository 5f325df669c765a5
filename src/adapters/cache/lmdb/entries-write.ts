import type { Timestamp } from '../../../model/time.ts';
import { lifeFrom } from '../../../run/cache/life.ts';
import type { CacheEntry, CacheFinding, CacheKind } from '../../../run/cache-port.ts';
import { findContent, findRecord } from './entries.ts';
import { chunkKey, contentPrefix, entryKey, isChunkOf } from './keys.ts';
import {
  CHUNK_BYTES,
  chunksOf,
  decodeRecord,
  type EntryRecord,
  encodeRecord,
  INLINE_BYTES,
  roomOf,
  usedAt,
} from './record.ts';
import type { CacheTransaction } from './transaction.ts';

/** Replaces an entry. False when the content is larger than the whole budget: the old entry is gone all the same. */
export function putEntry(transaction: CacheTransaction, put: CacheEntry, budgetBytes: number, now: Timestamp): boolean {
  const { kind, key, content, ttlSeconds } = put;
  const entry = entryKey(key);
  removeEntry(transaction, kind, entry);
  const bytes = content.byteLength;
  if (roomOf(bytes) > budgetBytes) return false;
  const inline = bytes <= INLINE_BYTES ? content : null;
  putRecord(transaction, kind, entry, { life: lifeFrom(now, ttlSeconds), bytes, inline });
  for (let chunk = 0; chunk < chunksOf(bytes); chunk++) {
    const part = content.subarray(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES);
    transaction.environment.contents.put(chunkKey(kind, entry, chunk), part);
  }
  transaction.totals[kind].entries += 1;
  transaction.totals[kind].bytes += roomOf(bytes);
  return true;
}

/** Removes the entry under an encoded key; false when there was none. */
export function removeEntry({ environment, totals }: CacheTransaction, kind: CacheKind, entry: string): boolean {
  const stored = environment[kind].get(entry);
  if (stored.kind === 'missing') return false;
  const record = stored.kind === 'found' ? decodeRecord(stored.content) : null;
  environment[kind].remove(entry);
  for (const key of contentKeys()) environment.contents.remove(key);
  totals[kind].entries -= 1;
  totals[kind].bytes -= roomOf(record?.bytes ?? 0);
  return true;

  function contentKeys(): readonly string[] {
    if (record !== null) return Array.from({ length: chunksOf(record.bytes) }, (_, i) => chunkKey(kind, entry, i));
    const keys = environment.contents.keys(`${contentPrefix(kind)}${entry} `);
    return keys.filter((key) => isChunkOf(kind, entry, key));
  }
}

/** Applies a reader's finding. The entry may have changed since, so it is read again. */
export function applyFinding(transaction: CacheTransaction, { kind, key, found }: CacheFinding, now: Timestamp): void {
  const seen = look(transaction, kind, key, found, now);
  switch (seen.kind) {
    case 'missing':
      return;
    case 'alive':
      if (found === 'used') putRecord(transaction, kind, entryKey(key), usedAt(seen.record, now));
      return;
    case 'expired':
    case 'corrupt':
      transaction.totals[kind][seen.kind] += 1;
      removeEntry(transaction, kind, entryKey(key));
  }
}

function look(
  { environment }: CacheTransaction,
  kind: CacheKind,
  key: string,
  found: CacheFinding['found'],
  now: Timestamp,
) {
  return found === 'corrupt' ? findContent(environment, kind, key, now) : findRecord(environment, kind, key, now);
}

function putRecord({ environment }: CacheTransaction, kind: CacheKind, entry: string, record: EntryRecord): void {
  environment[kind].put(entry, encodeRecord(record));
}
