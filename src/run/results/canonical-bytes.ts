const QUIET_NAN = 0x7ff80000;
/** Low bits of the NaN that stands for null. */
const NULL_LOW_BITS = 1;
const FIRST_CAPACITY = 1 << 16;

/**
 * Encodes values as bytes that are the same on every machine: numbers as little-endian doubles (every NaN as one NaN),
 * texts as their index in a list of words. The bytes hold no types: the reader must know the order of the values.
 */
export class CanonicalBytes {
  #view = new DataView(new ArrayBuffer(FIRST_CAPACITY));
  #length = 0;
  readonly #words = new Map<string, number>();

  number(value: number | null): void {
    if (value === null) this.#null();
    // NaN has many bit patterns, and equal results must have equal bytes.
    else if (Number.isNaN(value)) this.#bits(QUIET_NAN, 0);
    else this.#double(value);
  }

  text(value: string | null): void {
    if (value === null) this.#null();
    else this.#double(this.#words.get(value) ?? this.#newWord(value));
  }

  boolean(value: boolean): void {
    this.#double(value ? 1 : 0);
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.#view.buffer, 0, this.#length);
  }

  /** Returns the texts, in the order of their first use, as JSON. */
  words(): string {
    return JSON.stringify([...this.#words.keys()]);
  }

  #null(): void {
    this.#bits(QUIET_NAN, NULL_LOW_BITS);
  }

  #double(value: number): void {
    const place = this.#take();
    this.#view.setFloat64(place, value, true);
  }

  #bits(high: number, low: number): void {
    const place = this.#take();
    this.#view.setUint32(place, low, true);
    this.#view.setUint32(place + 4, high, true);
  }

  #newWord(text: string): number {
    this.#words.set(text, this.#words.size);
    return this.#words.size - 1;
  }

  /** Reserves the next place; the memory may be new then. */
  #take(): number {
    if (this.#length === this.#view.byteLength) this.#grow();
    this.#length += 8;
    return this.#length - 8;
  }

  #grow(): void {
    const larger = new Uint8Array(this.#view.byteLength * 2);
    larger.set(this.bytes());
    this.#view = new DataView(larger.buffer);
  }
}

/** Type of a field; each may be null instead. */
export type FieldKind = 'number' | 'text' | 'boolean';

/** Decodes the bytes of `CanonicalBytes`, in the order in which the values were added. */
export class CanonicalReader {
  readonly #view: DataView;
  readonly #words: readonly string[];
  #place = 0;

  constructor(bytes: Uint8Array, words: string) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#words = JSON.parse(words);
  }

  number(): number {
    const value = this.#view.getFloat64(this.#place, true);
    this.#place += 8;
    return value;
  }

  skip(values: number): void {
    this.#place += 8 * values;
  }

  /** Reads a length, then as many items. */
  list<Item>(read: () => Item): Item[] {
    return Array.from({ length: this.number() }, read);
  }

  /** Reads an object with these fields, in this order. */
  record<Content extends object>(fields: Readonly<Record<keyof Content, FieldKind>>): Content {
    const content: Partial<Record<keyof Content, unknown>> = {};
    for (const name in fields) content[name] = this.#field(fields[name]);
    return content as Content;
  }

  #field(kind: FieldKind): number | string | boolean | null {
    const isNull = this.#view.getUint32(this.#place, true) === NULL_LOW_BITS;
    const value = this.number();
    if (isNull && Number.isNaN(value)) return null;
    switch (kind) {
      case 'number':
        return value;
      case 'text':
        return this.#words[value];
      case 'boolean':
        return value === 1;
    }
  }
}
