/**
 * Bars and indicator series of one worker, shared between its sessions; the least recently used leave first. They are
 * kept here alone and not on disk. Measured (`npm run bench -- series`): a batch of light sessions spends at most a
 * quarter of its time on series; reading one from disk takes a tenth of computing it, but writing it 0.6 to 5 times as
 * long, and it is only read when the same series is needed by code whose results are not known.
 */
export class SeriesCache {
  readonly #budgetBytes: number;
  readonly #entries = new Map<string, { readonly value: unknown; readonly bytes: number }>();
  readonly #identities = new WeakMap<object, number>();
  #bytes = 0;
  #nextIdentity = 0;

  constructor(budgetBytes = 256 * 2 ** 20) {
    this.#budgetBytes = budgetBytes;
  }

  /** The value under a key that says everything it depends on; made when it is not there. */
  remember<T>(key: string, make: () => T, bytesOf: (value: T) => number): T {
    const found = this.#entries.get(key);
    if (found !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, found);
      return found.value as T;
    }
    const value = make();
    const bytes = bytesOf(value);
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    this.#trim();
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

  #trim(): void {
    for (const [key, { bytes }] of this.#entries) {
      if (this.#bytes <= this.#budgetBytes || this.#entries.size === 1) return;
      this.#entries.delete(key);
      this.#bytes -= bytes;
    }
  }
}
