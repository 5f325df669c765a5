import { createHash } from 'node:crypto';
import type { CacheKind } from '../../../run/cache-port.ts';

/** Keys that are stored as they are: short and printable ASCII. */
const PLAIN = /^[\x20-\x7e]{0,200}$/;
/** The head of a digested key, by which a flush with a prefix finds it. */
const HEAD = /^[\x20-\x7e]{0,100}/;

/**
 * Encodes a key of any text for LMDB: as it is, or its head and its digest when it is long or not printable ASCII. The
 * sign before it tells the two apart.
 */
export function entryKey(key: string): string {
  if (PLAIN.test(key)) return `${AS_IT_IS}${key}`;
  const digest = createHash('sha256').update(Buffer.from(key, 'utf16le')).digest('hex');
  return `${DIGESTED}${HEAD.exec(key)?.[0] ?? ''} ${digest}`;
}

/** Encodes a prefix of keys. Throws RangeError for a prefix that is longer than the head, or not printable ASCII. */
export function entryPrefixes(prefix: string): readonly string[] {
  if (HEAD.exec(prefix)?.[0] !== prefix) throw new RangeError(`a prefix of keys must be plain and short: ${prefix}`);
  return [`${AS_IT_IS}${prefix}`, `${DIGESTED}${prefix}`];
}

/** Prefix of the key of every entry. */
export const ENTRY_PREFIX = 'entry ';
const AS_IT_IS = `${ENTRY_PREFIX}=`;
const DIGESTED = `${ENTRY_PREFIX}#`;

/** Key of a kind's totals. */
export const TOTALS_KEY = 'totals';

/** Prefix of the keys of a kind's chunks. */
export function contentPrefix(kind: CacheKind): string {
  return `${kind} `;
}

/** Key of a chunk of an entry's content. */
export function chunkKey(kind: CacheKind, entry: string, chunk: number): string {
  return `${contentPrefix(kind)}${entry} ${chunk}`;
}

/** True for the key of a chunk of this entry, false for that of an entry whose key begins the same. */
export function isChunkOf(kind: CacheKind, entry: string, key: string): boolean {
  const prefix = `${contentPrefix(kind)}${entry} `;
  return key.startsWith(prefix) && /^\d+$/.test(key.slice(prefix.length));
}
