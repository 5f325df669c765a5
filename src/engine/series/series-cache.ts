import { Lru } from '../../model/lru.ts';

/**
 * Bars and indicator series of one worker, shared between its sessions; the least recently used leave first. They are
 * kept here alone and not on disk. Measured (`npm run bench -- series`): a batch of light sessions spends at most a
 * quarter of its time on series; reading one from disk takes a tenth of computing it, but writing it 0.6 to 5 times as
 * long, and it is only read when the same series is needed by code whose results are not known.
 */
export class SeriesCache {
  readonly #series: Lru<{ readonly value: unknown }>;
  readonly #identities = new WeakMap<object, number>();
  #nextIdentity = 0;

  constructor(budgetBytes = 256 * 2 ** 20) {
    this.#series = new Lru(budgetBytes);
  }

  /** The value under a key that says everything it depends on; made when it is not there. */
  remember<T>(key: string, make: () => T, bytesOf: (value: T) => number): T {
    const found = this.#series.get(key);
    if (found !== undefined) return found.value as T;
    const value = make();
    this.#series.set(key, { value }, bytesOf(value));
    return value;
  }

  /** A number that stands for an object (candle columns, an indicator) in keys. */
  identityOf(object: object): number {
    let identity = this.#identities.get(object);
    if (identity === undefined) {
      identity = this.#nextIdentity++;
      this.#identities.set(object, identity);
    }
    return identity;
  }
}
