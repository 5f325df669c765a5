import { Lru } from '../../model/lru.ts';

/**
 * LRU of bars and indicator series, shared by the sessions of one worker. It stays in memory and never goes to disk.
 * Measured (`npm run bench -- series`): light sessions spend at most a quarter of their time on series. A read from disk
 * takes a tenth of computing, a write 0.6 to 5 times as long, and only code without known results would read it.
 */
export class SeriesCache {
  readonly #series: Lru<{ readonly value: unknown }>;
  readonly #identities = new WeakMap<object, number>();
  #nextIdentity = 0;

  constructor(budgetBytes = 256 * 2 ** 20) {
    this.#series = new Lru(budgetBytes);
  }

  /** Returns the value of a key, which names all that the value depends on; makes it when it is missing. */
  remember<T>(key: string, make: () => T, bytesOf: (value: T) => number): T {
    const found = this.#series.get(key);
    if (found !== undefined) return found.value as T;
    const value = make();
    this.#series.set(key, { value }, bytesOf(value));
    return value;
  }

  /** Numbers an object (candle columns, an indicator), for use in keys. */
  identityOf(object: object): number {
    let identity = this.#identities.get(object);
    if (identity === undefined) {
      identity = this.#nextIdentity++;
      this.#identities.set(object, identity);
    }
    return identity;
  }
}
