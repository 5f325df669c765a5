/** A few values as they are stored, kept where they are read; the least recently used leave first. */
export class ValueMemory {
  readonly #budgetBytes: number;
  readonly #entries = new Map<string, { readonly content: Uint8Array; readonly readAt: number }>();
  #bytes = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  /** What was put no longer ago than `maxAgeMs`. */
  get(key: string, now: number, maxAgeMs: number): Uint8Array | null {
    const entry = this.#entries.get(key);
    if (entry === undefined || now - entry.readAt > maxAgeMs) return null;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.content;
  }

  put(key: string, content: Uint8Array, now: number): void {
    this.delete(key);
    if (content.byteLength > this.#budgetBytes) return;
    this.#entries.set(key, { content, readAt: now });
    this.#bytes += content.byteLength;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#budgetBytes) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#bytes -= this.#entries.get(key)?.content.byteLength ?? 0;
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }
}
