const QUIET_NAN = 0x7ff80000;
/** Tells null from the one NaN. */
export const NULL_LOW_BITS = 1;
const FIRST_CAPACITY = 1 << 16;

/**
 * Collects values as bytes that are the same on every machine: numbers as little-endian doubles (every NaN as one NaN),
 * texts as their place in a list of words. What a value means must follow from its place.
 */
export class CanonicalBytes {
  #view = new DataView(new ArrayBuffer(FIRST_CAPACITY));
  #length = 0;
  readonly #words = new Map<string, number>();

  add(value: number | string | boolean | null): void {
    if (this.#length === this.#view.byteLength) this.#grow();
    this.#write(value);
    this.#length += 8;
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.#view.buffer, 0, this.#length);
  }

  /** The texts in the order of their first use. */
  words(): string {
    return JSON.stringify([...this.#words.keys()]);
  }

  #write(value: number | string | boolean | null): void {
    if (value === null) this.#writeBits(QUIET_NAN, NULL_LOW_BITS);
    else if (Number.isNaN(value)) this.#writeBits(QUIET_NAN, 0);
    else this.#view.setFloat64(this.#length, typeof value === 'string' ? this.#word(value) : Number(value), true);
  }

  #writeBits(high: number, low: number): void {
    this.#view.setUint32(this.#length, low, true);
    this.#view.setUint32(this.#length + 4, high, true);
  }

  #word(text: string): number {
    const known = this.#words.get(text);
    if (known !== undefined) return known;
    this.#words.set(text, this.#words.size);
    return this.#words.size - 1;
  }

  #grow(): void {
    const larger = new Uint8Array(this.#view.byteLength * 2);
    larger.set(this.bytes());
    this.#view = new DataView(larger.buffer);
  }
}
