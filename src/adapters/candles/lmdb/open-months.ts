import { Lru } from '../../../model/lru.ts';
import { type Market, marketKey } from '../../../model/market.ts';
import type { Digest } from '../../../run/ports.ts';
import type { CheckedTable } from '../../lmdb/table.ts';
import type { OpenMonth } from './merge.ts';
import { bytesIn, bytesOf, emptyMonth, type Month } from './month.ts';
import { getRecords, readMonth, readRecords } from './read.ts';
import { encodeRecord, type MonthRecord, monthKey, recordKey, recordMonth } from './record.ts';

/** Dependencies of a merge. */
export interface PutParts {
  readonly table: CheckedTable;
  readonly digest: Digest;
  readonly warn: (message: string) => void;
}

/** A year fits, at most. Decades of minutes would fill the memory. */
const MOST_BYTES = 20e6;

/** Months of a market that an import changes. A few are in memory; the others are written and read again. */
export class OpenMonths {
  readonly #parts: PutParts;
  readonly #market: Market;
  readonly #months = new Lru<OpenMonth>(MOST_BYTES);
  readonly #damaged = new Set<string>();
  readonly #written = new Map<string, MonthRecord>();

  constructor(parts: PutParts, market: Market) {
    this.#parts = parts;
    this.#market = market;
  }

  /** Opens a month. Opening others may write it: use it at once. */
  open(month: Month): OpenMonth {
    const known = this.#months.get(month.name);
    if (known !== undefined) return known;
    const opened = this.#read(month);
    for (const evicted of this.#months.set(month.name, opened, bytesIn(month))) this.#write(evicted);
    return opened;
  }

  /** Writes everything that was changed. */
  close(): void {
    for (const [, month] of this.#months) this.#write(month);
    const { table } = this.#parts;
    const isMended = getRecords(table, this.#market) === 'corrupt';
    if (this.#written.size > 0 || isMended) this.#writeRecords();
  }

  #read(month: Month): OpenMonth {
    const stored = readMonth(this.#parts.table, this.#market, month);
    if (stored === 'corrupt') this.#noteDamage(month);
    const numbers = typeof stored === 'string' ? emptyMonth(month) : stored;
    return { month, numbers, isDamaged: this.#damaged.has(month.name), added: 0, replaced: 0 };
  }

  #noteDamage({ name }: Month): void {
    if (this.#damaged.has(name)) return;
    this.#damaged.add(name);
    this.#parts.warn(
      `the stored candles of ${marketKey(this.#market)} of ${name} were damaged and are replaced: import all files of that month`,
    );
  }

  #write({ month, numbers, added, replaced }: OpenMonth): void {
    if (added === 0 && replaced === 0) return;
    const { table, digest } = this.#parts;
    table.put(monthKey(this.#market, month.name), bytesOf(numbers));
    this.#written.set(month.name, recordMonth(month, numbers, digest));
  }

  #writeRecords(): void {
    const { table, digest } = this.#parts;
    const before = readRecords(table, this.#market, digest) ?? [];
    const records = new Map(before.map((record) => [record.month, record]));
    for (const [name, record] of this.#written) records.set(name, record);
    const inOrder = [...records.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
    table.put(recordKey(this.#market), encodeRecord(inOrder));
  }
}
