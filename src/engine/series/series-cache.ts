import { Lru } from '../../model/lru.ts';
import type { SharedColumns } from './shared-columns.ts';

/** Marks identities that only one thread knows. No name contains it. */
const PRIVATE = '\0';

/**
 * LRU of bars and indicator series, shared by the sessions of one worker. Columns whose key means the same everywhere are
 * shared by all threads, as long as there is room. It stays in memory and never goes to disk.
 * Measured (`npm run bench -- series`): light sessions spend at most a quarter of their time on series. A read from disk
 * takes a tenth of computing, a write 0.6 to 5 times as long, and only code without known results would read it.
 */
export class SeriesCache {
  readonly #series: Lru<readonly Float64Array[]>;
  readonly #identities = new WeakMap<object, string>();
  readonly #shared: SharedColumns | null;
  #nextIdentity = 0;

  /** With `shared`, all its users must play on the same candles. */
  constructor(budgetBytes = 256 * 2 ** 20, shared: SharedColumns | null = null) {
    this.#series = new Lru(budgetBytes);
    this.#shared = shared;
  }

  /** Returns columns of one length by a key that names all they depend on; makes them when they are missing. */
  columns(key: string, make: () => readonly Float64Array[]): readonly Float64Array[] {
    const found = this.#series.get(key);
    if (found !== undefined) return found;
    const shared = key.includes(PRIVATE) ? null : this.#shared;
    const columns = shared?.find(key) ?? addedTo(shared, key, make());
    this.#series.set(key, columns, ownBytes(columns));
    columns.forEach((column, index) => {
      this.name(column, `${key} ${index}`);
    });
    return columns;
  }

  /** Sets the identity of an object to the key that it was made by. */
  name(object: object, key: string): void {
    this.#identities.set(object, key);
  }

  /** Stands for an object (candle columns, an indicator) in keys. `name` means the same in all threads. */
  identityOf(object: object, name?: string): string {
    let identity = this.#identities.get(object);
    if (identity === undefined) {
      identity = this.#shared !== null && name !== undefined ? name : `${PRIVATE}${this.#nextIdentity++}`;
      this.#identities.set(object, identity);
    }
    return identity;
  }
}

function addedTo(shared: SharedColumns | null, key: string, columns: readonly Float64Array[]): readonly Float64Array[] {
  return shared?.add(key, columns) ?? columns;
}

/** Bytes of columns outside of shared memory. */
function ownBytes(columns: readonly Float64Array[]): number {
  return columns.reduce((sum, { buffer, byteLength }) => sum + (buffer instanceof ArrayBuffer ? byteLength : 0), 0);
}
