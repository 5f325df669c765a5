import type { Database } from 'lmdb';

/** A named database of large values without checksums of their own: whoever refers to one keeps its tag. */
export class ContentTable {
  readonly #database: Database<Buffer, string>;

  constructor(database: Database<Buffer, string>) {
    this.#database = database;
  }

  /** Valid until the next read of any table: copy it at once. */
  get(key: string): Uint8Array | null {
    const found = this.#database.getBinaryFast(key);
    // Exactly so many bytes: LMDB hands out a buffer that is larger than what it holds.
    return found === undefined ? null : found.subarray(0, found.length);
  }

  put(key: string, content: Uint8Array): void {
    const { buffer, byteOffset, byteLength } = content;
    this.#database.putSync(key, Buffer.from(buffer, byteOffset, byteLength));
  }

  remove(key: string): void {
    this.#database.removeSync(key);
  }

  /** Every key that starts with the prefix, in order. */
  keys(prefix: string): readonly string[] {
    return [...this.#database.getKeys({ start: prefix, end: `${prefix}\u{10ffff}` })];
  }
}
