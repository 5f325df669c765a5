/** Slots of the table: a run has some hundreds of series. */
const SLOTS = 2 ** 14;
/** Bytes of a unit, in which places are counted. */
const UNIT = Float64Array.BYTES_PER_ELEMENT;
/** Word 0 counts the units in use; the slots follow it. */
const FIRST_SLOT = 1;
const HEAD_UNITS = Math.ceil((FIRST_SLOT + SLOTS) / 2);
/** Words before the text of an entry: length of the text, number of columns, length of a column. */
const ENTRY_WORDS = 4;

/**
 * Columns of numbers that all threads share, by key. The first thread that needs columns makes them, and the others find
 * them here. Nothing is ever removed or changed, so readers need no lock. Threads that make the same at the same time
 * both do; one entry is found afterwards.
 */
export class SharedColumns {
  readonly #memory: SharedArrayBuffer;
  readonly #words: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.#memory = memory;
    this.#words = new Int32Array(memory, 0, FIRST_SLOT + SLOTS);
  }

  /** Memory for columns of so many bytes. The operating system provides pages when they are written. */
  static allocate(bytes: number): SharedArrayBuffer {
    return new SharedArrayBuffer(HEAD_UNITS * UNIT + UNIT * Math.floor(bytes / UNIT));
  }

  /** The columns of a key; null when no thread has added them. */
  find(key: string): readonly Float64Array[] | null {
    const slot = this.#slotOf(key);
    const place = slot === null ? 0 : Atomics.load(this.#words, slot);
    return place === 0 ? null : this.#columnsAt(place);
  }

  /** Adds columns of one length. Returns the shared ones; null when there is no room. */
  add(key: string, columns: readonly Float64Array[]): readonly Float64Array[] | null {
    const place = this.#write(key, columns);
    if (place === null) return null;
    for (let slot = this.#slotOf(key); slot !== null; slot = this.#slotOf(key)) {
      const other = Atomics.compareExchange(this.#words, slot, 0, place);
      if (other === 0) return this.#columnsAt(place);
      if (this.#keyAt(other) === key) return this.#columnsAt(other);
    }
    return null;
  }

  /** The slot that holds a key, else the first free one for it; null when the table is full. */
  #slotOf(key: string): number | null {
    const hash = hashOf(key);
    for (let probe = 0; probe < SLOTS; probe++) {
      const slot = FIRST_SLOT + ((hash + probe) & (SLOTS - 1));
      const place = Atomics.load(this.#words, slot);
      if (place === 0 || this.#keyAt(place) === key) return slot;
    }
    return null;
  }

  /** Writes an entry that no slot points to yet. Returns its place in units; null when there is no room. */
  #write(key: string, columns: readonly Float64Array[]): number | null {
    const [{ length }] = columns;
    const headUnits = headUnitsOf(key.length);
    const units = headUnits + columns.length * length;
    const place = HEAD_UNITS + Atomics.load(this.#words, 0);
    if ((place + units) * UNIT > this.#memory.byteLength) return null;
    const ours = HEAD_UNITS + Atomics.add(this.#words, 0, units);
    // Another thread may have taken the room meanwhile.
    if ((ours + units) * UNIT > this.#memory.byteLength) return null;
    this.#wordsAt(ours).set([key.length, columns.length, length]);
    const text = this.#textAt(ours, key.length);
    for (let i = 0; i < key.length; i++) text[i] = key.charCodeAt(i);
    columns.forEach((column, index) => {
      this.#columnAt(ours, index, headUnits, length).set(column);
    });
    return ours;
  }

  #keyAt(place: number): string {
    const [length] = this.#wordsAt(place);
    return String.fromCharCode(...this.#textAt(place, length));
  }

  #columnsAt(place: number): readonly Float64Array[] {
    const [textLength, columns, length] = this.#wordsAt(place);
    const headUnits = headUnitsOf(textLength);
    return Array.from({ length: columns }, (_, index) => this.#columnAt(place, index, headUnits, length));
  }

  #wordsAt(place: number): Int32Array {
    return new Int32Array(this.#memory, place * UNIT, ENTRY_WORDS);
  }

  #textAt(place: number, length: number): Uint16Array {
    return new Uint16Array(this.#memory, place * UNIT + ENTRY_WORDS * Int32Array.BYTES_PER_ELEMENT, length);
  }

  #columnAt(place: number, index: number, headUnits: number, length: number): Float64Array {
    return new Float64Array(this.#memory, (place + headUnits + index * length) * UNIT, length);
  }
}

function headUnitsOf(textLength: number): number {
  const bytes = ENTRY_WORDS * Int32Array.BYTES_PER_ELEMENT + textLength * Uint16Array.BYTES_PER_ELEMENT;
  return Math.ceil(bytes / UNIT);
}

/** FNV-1a over UTF-16 units, http://www.isthe.com/chongo/tech/comp/fnv/. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
