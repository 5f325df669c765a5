import type { Database } from 'lmdb';
import { seal, unseal } from './checksum.ts';

/** The outcome of a read. LMDB reuses the memory of the content at the next read of any table: copy it at once. */
export type Stored =
  | { readonly kind: 'found'; readonly content: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'corrupt' };

/** Limit of a value. Above 16 MiB, LMDB reads are live views of the map, which may change under their reader. */
const MOST_BYTES = 8 * 1024 * 1024;

const MISSING: Stored = { kind: 'missing' };
const CORRUPT: Stored = { kind: 'corrupt' };

/** A named database whose values carry checksums. Keys are text of at most 1,900 bytes. */
export class CheckedTable {
  readonly #database: Database<Buffer, string>;

  constructor(database: Database<Buffer, string>) {
    this.#database = database;
  }

  get(key: string): Stored {
    const sealed = this.#database.getBinaryFast(key);
    if (sealed === undefined) return MISSING;
    const content = unseal(key, sealed);
    return content === null ? CORRUPT : { kind: 'found', content };
  }

  put(key: string, content: Uint8Array): void {
    if (content.byteLength > MOST_BYTES) throw new RangeError(`${content.byteLength} bytes are too many for one value`);
    this.#database.putSync(key, seal(key, content));
  }

  /** False when there was no such key. */
  remove(key: string): boolean {
    return this.#database.removeSync(key);
  }

  /** Every key that starts with the prefix, in order. */
  keys(prefix: string): readonly string[] {
    return [...this.#database.getKeys({ start: prefix, end: `${prefix}\u{10ffff}` })];
  }

  /** Every entry whose key starts with the prefix, in order. */
  *entries(prefix: string): Iterable<readonly [key: string, stored: Stored]> {
    for (const { key, value } of this.#database.getRange({ start: prefix, end: `${prefix}\u{10ffff}` })) {
      const content = unseal(key, value);
      yield [key, content === null ? CORRUPT : { kind: 'found', content }];
    }
  }
}
