import { NULL_LOW_BITS } from './canonical-bytes.ts';

/** How a value is to be read; each may be null instead. */
export type FieldKind = 'number' | 'text' | 'boolean';

/** Reads what `CanonicalBytes` collected, in the order in which it was added. */
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

  /** Their number, then so many. */
  list<Item>(read: () => Item): Item[] {
    return Array.from({ length: this.number() }, read);
  }

  /** An object with these fields, in this order. */
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
