/** Bars and indicator series of one worker, shared between its sessions; the least recently used leave first. */
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
