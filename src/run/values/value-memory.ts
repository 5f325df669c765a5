import { Lru } from '../../model/lru.ts';

/** LRU cache of encoded values, one per thread. A value is trusted for a limited time, then read again. */
export class ValueMemory {
  readonly #budgetBytes: number;
  readonly #values: Lru<{ readonly content: Uint8Array; readonly readAt: number }>;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
    this.#values = new Lru(budgetBytes);
  }

  /** Returns the value, when it was put no longer ago than `maxAgeMs`. */
  get(key: string, now: number, maxAgeMs: number): Uint8Array | null {
    const value = this.#values.get(key);
    return value === undefined || now - value.readAt > maxAgeMs ? null : value.content;
  }

  put(key: string, content: Uint8Array, now: number): void {
    const bytes = content.byteLength;
    if (bytes > this.#budgetBytes) this.#values.delete(key);
    else this.#values.set(key, { content, readAt: now }, bytes);
  }

  delete(key: string): void {
    this.#values.delete(key);
  }

  clear(): void {
    this.#values.clear();
  }
}
