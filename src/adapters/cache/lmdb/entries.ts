import type { Timestamp } from '../../../model/time.ts';
import { isExpired } from '../../../run/cache/life.ts';
import type { CacheKind } from '../../../run/cache-port.ts';
import type { LmdbEnvironment } from '../../lmdb/environment.ts';
import { chunkKey, entryKey } from './keys.ts';
import { CHUNK_BYTES, decodeRecord, type EntryRecord } from './record.ts';

/** An entry's record. */
export type FoundRecord =
  | { readonly kind: 'alive'; readonly record: EntryRecord }
  | { readonly kind: 'missing' | 'expired' | 'corrupt' };

/** An entry's record and content. */
export type FoundContent =
  | { readonly kind: 'alive'; readonly record: EntryRecord; readonly content: Uint8Array }
  | { readonly kind: 'missing' | 'expired' | 'corrupt' };

/** Reads an entry's record, without its content. */
export function findRecord(environment: LmdbEnvironment, kind: CacheKind, key: string, now: Timestamp): FoundRecord {
  const stored = environment[kind].get(entryKey(key));
  if (stored.kind !== 'found') return stored;
  const record = decodeRecord(stored.content);
  if (record === null) return { kind: 'corrupt' };
  return isExpired(record.life, now) ? { kind: 'expired' } : { kind: 'alive', record };
}

/** Reads an entry and checks its content. */
export function findContent(environment: LmdbEnvironment, kind: CacheKind, key: string, now: Timestamp): FoundContent {
  const found = findRecord(environment, kind, key, now);
  if (found.kind !== 'alive') return found;
  const content = contentOf(environment, kind, entryKey(key), found.record);
  return content === null ? { kind: 'corrupt' } : { ...found, content };
}

/** Reads the content of an entry; null when it is damaged. */
export function contentOf(
  { contents }: LmdbEnvironment,
  kind: CacheKind,
  entry: string,
  { bytes, inline }: EntryRecord,
): Uint8Array | null {
  if (inline !== null) return inline;
  // Uncleared memory is safe: all of it is written, or the content is thrown away.
  const content = new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer);
  for (let start = 0; start < bytes; start += CHUNK_BYTES) {
    const chunk = contents.get(chunkKey(kind, entry, start / CHUNK_BYTES));
    if (chunk.kind !== 'found' || chunk.content.byteLength !== Math.min(CHUNK_BYTES, bytes - start)) return null;
    content.set(chunk.content, start);
  }
  return content;
}
