import { createHash } from 'node:crypto';
import type { CacheKind } from '../../../run/cache-port.ts';

/** Short and readable ones are kept as they are. */
const PLAIN = /^[\x20-\x7e]{0,200}$/;
/** The beginning by which a digested key is found, too. */
const HEAD = /^[\x20-\x7e]{0,100}/;

/**
 * The key under which an entry lies: of any text, as it is or, when it is long or LMDB could take it for another, its
 * beginning and its digest. The sign before it keeps a text from passing for a digest.
 */
export function entryKey(key: string): string {
  if (PLAIN.test(key)) return `${AS_IT_IS}${key}`;
  const digest = createHash('sha256').update(Buffer.from(key, 'utf16le')).digest('hex');
  return `${DIGESTED}${HEAD.exec(key)?.[0] ?? ''} ${digest}`;
}

/** Before the keys of entries whose own keys begin with the prefix. Throws RangeError for one that cannot be told. */
export function entryPrefixes(prefix: string): readonly string[] {
  if (HEAD.exec(prefix)?.[0] !== prefix) throw new RangeError(`a prefix of keys must be plain and short: ${prefix}`);
  return [`${AS_IT_IS}${prefix}`, `${DIGESTED}${prefix}`];
}

/** Before the key of every entry. */
export const ENTRY_PREFIX = 'entry ';
const AS_IT_IS = `${ENTRY_PREFIX}=`;
const DIGESTED = `${ENTRY_PREFIX}#`;

/** Key of what is counted of a kind. */
export const TOTALS_KEY = 'totals';

/** Before the keys of the content of a kind. */
export function contentPrefix(kind: CacheKind): string {
  return `${kind} `;
}

/** Key of one chunk of an entry's content. */
export function chunkKey(kind: CacheKind, entry: string, chunk: number): string {
  return `${contentPrefix(kind)}${entry} ${chunk}`;
}

/** Whether a key of content is that of a chunk of an entry, and not of one whose key begins alike. */
export function isChunkOf(kind: CacheKind, entry: string, key: string): boolean {
  const prefix = `${contentPrefix(kind)}${entry} `;
  return key.startsWith(prefix) && /^\d+$/.test(key.slice(prefix.length));
}
