import type { Database } from 'lmdb';

/** A named database of large values without checksums of their own: whoever refers to one keeps its tag. */
export class ContentTable {
  readonly #database: Database<Buffer, string>;

  constructor(database: Database<Buffer, string>) {
    this.#database = database;
  }

  /** Copies into `target`; false when nothing of exactly that length is there. */
  copy(key: string, target: Uint8Array): boolean {
    const found = this.#database.getBinaryFast(key);
    if (found === undefined || found.length !== target.byteLength) return false;
    target.set(found.subarray(0, found.length));
    return true;
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
