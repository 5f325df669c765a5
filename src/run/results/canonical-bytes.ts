const QUIET_NAN = 0x7ff80000;
/** Low bits of the NaN that stands for null. */
const NULL_LOW_BITS = 1;
const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * Encodes values as bytes that are the same on every machine: numbers as little-endian doubles (every NaN as one NaN),
 * texts as their index in a list of words. The bytes hold no types: the reader must know the order of the values.
 */
export class CanonicalBytes {
  readonly #numbers: Float64Array<ArrayBuffer>;
  /** Halves of the same numbers: engines may change the bits of a NaN that is written as a number. */
  readonly #halves: Uint32Array;
  readonly #words = new Map<string, number>();
  #length = 0;

  /** For exactly so many values: results are large, and growing would copy them. */
  constructor(values: number) {
    this.#numbers = new Float64Array(values);
    this.#halves = new Uint32Array(this.#numbers.buffer);
  }

  number(value: number | null): void {
    const place = this.#length++;
    if (value === null) this.#nan(place, NULL_LOW_BITS);
    // NaN has many bit patterns, and equal results must have equal bytes.
    else if (Number.isNaN(value)) this.#nan(place, 0);
    else this.#numbers[place] = value;
  }

  text(value: string | null): void {
    const place = this.#length++;
    if (value === null) this.#nan(place, NULL_LOW_BITS);
    else this.#numbers[place] = this.#words.get(value) ?? this.#newWord(value);
  }

  boolean(value: boolean): void {
    const place = this.#length++;
    this.#numbers[place] = value ? 1 : 0;
  }

  /** The values that were added, in the memory of this encoder. */
  bytes(): Uint8Array<ArrayBuffer> {
    if (this.#length !== this.#numbers.length)
      throw new RangeError(`${this.#length} values, not ${this.#numbers.length}`);
    const bytes = new Uint8Array(this.#numbers.buffer);
    return IS_LITTLE_ENDIAN ? bytes : swapped(bytes);
  }

  /** Returns the texts, in the order of their first use, as JSON. */
  words(): string {
    return JSON.stringify([...this.#words.keys()]);
  }

  #nan(place: number, lowBits: number): void {
    const low = 2 * place + (IS_LITTLE_ENDIAN ? 0 : 1);
    this.#halves[low] = lowBits;
    this.#halves[low ^ 1] = QUIET_NAN;
  }

  #newWord(text: string): number {
    this.#words.set(text, this.#words.size);
    return this.#words.size - 1;
  }
}

function swapped(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  for (let place = 0; place < bytes.length; place += 8) bytes.subarray(place, place + 8).reverse();
  return bytes;
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
