interface Entry<Value> {
  readonly value: Value;
  readonly bytes: number;
}

/** LRU cache with a budget in bytes. The newest entry always stays, even when it alone is above the budget. */
export class Lru<Value> {
  readonly #budgetBytes: number;
  /** A Map keeps the order of insertion, and a used entry is inserted anew: the least recently used comes first. */
  readonly #entries = new Map<string, Entry<Value>>();
  #bytes = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  /** The value of a key, which is now the most recently used. */
  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** The value of a key, without using it. */
  peek(key: string): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  /** Keeps a value and returns those that were evicted for it. */
  set(key: string, value: Value, bytes: number): readonly Value[] {
    this.delete(key);
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    return this.#bytes > this.#budgetBytes ? this.#evict() : [];
  }

  /** The value that was removed; undefined when there was none. */
  delete(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
    return entry.value;
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  /** The least recently used first. */
  *[Symbol.iterator](): Generator<readonly [key: string, value: Value]> {
    for (const [key, { value }] of this.#entries) yield [key, value];
  }

  #evict(): readonly Value[] {
    const evicted: Value[] = [];
    for (const [key, { value }] of this.#entries) {
      if (this.#bytes <= this.#budgetBytes || this.#entries.size === 1) break;
      this.delete(key);
      evicted.push(value);
    }
    return evicted;
  }
}
