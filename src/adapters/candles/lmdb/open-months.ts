import { JbtError } from '../../../model/errors.ts';
import { type Market, marketKey } from '../../../model/market.ts';
import type { Timestamp } from '../../../model/time.ts';
import type { Digest } from '../../../run/ports.ts';
import type { LmdbEnvironment } from '../../lmdb/environment.ts';
import { contentOf, emptyMonth, type Month, type MonthCandles, monthAt, numberBytesIn } from './month.ts';
import { describeDamage, getRecord, readMonth, readRecord, storedPlaces } from './read.ts';
import {
  encodeRecord,
  type MarketRecord,
  type MonthPlace,
  type MonthRecord,
  monthKey,
  recordKey,
  recordMonth,
  stepOf,
} from './record.ts';

/** Dependencies of a merge. */
export interface PutParts {
  readonly environment: Pick<LmdbEnvironment, 'candles' | 'transaction'>;
  readonly digest: Digest;
  readonly warn: (message: string) => void;
  /** Name of the import, which no other import has. */
  readonly generation: string;
}

/** A month that files are merged into. */
export interface OpenMonth extends MonthCandles {
  readonly month: Month;
  /** True when the stored month was damaged. */
  readonly isDamaged: boolean;
  isChanged: boolean;
}

/** Limit of the months in memory, and of a transaction: a year of minutes. */
const MOST_BYTES = 24e6;

/**
 * Months of a market that an import changes. Those that do not fit into memory are written under keys of the import;
 * nobody reads them before `commit` names them in the record.
 */
export class OpenMonths {
  readonly #parts: PutParts;
  readonly #market: Market;
  readonly #before: MarketRecord;
  readonly #open = new Map<string, OpenMonth>();
  readonly #damaged = new Set<string>();
  readonly #written = new Map<string, MonthRecord>();
  #bytes = 0;

  constructor(parts: PutParts, market: Market, before: MarketRecord) {
    this.#parts = parts;
    this.#market = market;
    this.#before = before;
    this.#removeAll(this.#forgotten());
  }

  /** Opens the month that holds a time. Opening others may write it: use it at once. */
  at(timestamp: Timestamp): OpenMonth {
    const month = monthAt(timestamp, stepOf(this.#before.base));
    const known = this.#open.get(month.name);
    if (known !== undefined) return known;
    if (this.#bytes > MOST_BYTES) this.#writeOpen();
    const opened = this.#read(month);
    this.#open.set(month.name, opened);
    this.#bytes += numberBytesIn(month);
    return opened;
  }

  /** Like `at`, for filling. Throws JbtError `CorruptCandles` for a damaged month. */
  soundAt(timestamp: Timestamp): OpenMonth {
    const open = this.at(timestamp);
    if (open.isDamaged) throw new JbtError('CorruptCandles', describeDamage(this.#market, open.month.name));
    return open;
  }

  /** Makes everything that was changed the candles of the market, at once. Throws JbtError `ConflictingCandles`. */
  commit(): void {
    const { environment } = this.#parts;
    const isMended = getRecord(environment.candles, this.#market) === 'corrupt';
    environment.transaction(() => {
      this.#writeOpen();
      if (this.#written.size > 0 || isMended) this.#writeRecord();
    });
  }

  /** Removes everything that was written. */
  abandon(): void {
    this.#open.clear();
    this.#removeAll([...this.#written.keys()].map((month) => this.#placeOf(month)));
  }

  #placeOf(month: string): MonthPlace {
    const { base, months } = this.#before;
    if (this.#written.has(month)) return { month, base, generation: this.#parts.generation };
    return { month, base, generation: months.find((record) => record.month === month)?.generation ?? null };
  }

  #read(month: Month): OpenMonth {
    const stored = readMonth(this.#parts.environment.candles, this.#market, this.#placeOf(month.name));
    if (stored === 'corrupt') this.#noteDamage(month);
    const candles = typeof stored === 'string' ? emptyMonth(month) : stored;
    return { month, ...candles, isDamaged: this.#damaged.has(month.name), isChanged: false };
  }

  #noteDamage({ name }: Month): void {
    if (this.#damaged.has(name)) return;
    this.#damaged.add(name);
    this.#parts.warn(
      `the stored candles of ${marketKey(this.#market)} of ${name} were damaged and are replaced: import all files of that month`,
    );
  }

  #writeOpen(): void {
    const { environment } = this.#parts;
    const changed = [...this.#open.values()].filter(({ isChanged }) => isChanged);
    environment.transaction(() => {
      for (const open of changed) this.#write(open);
    });
    this.#open.clear();
    this.#bytes = 0;
  }

  #write(open: OpenMonth): void {
    const { environment, digest, generation } = this.#parts;
    this.#written.set(open.month.name, recordMonth(open.month, open, generation, digest));
    environment.candles.put(monthKey(this.#market, this.#placeOf(open.month.name)), contentOf(open));
  }

  #writeRecord(): void {
    const { environment, digest } = this.#parts;
    const { base } = this.#before;
    const now = readRecord(environment.candles, this.#market, digest);
    if (JSON.stringify(now?.months ?? []) !== JSON.stringify(this.#before.months) || this.#lacksWritten()) {
      throw new JbtError(
        'ConflictingCandles',
        `another process imported candles of ${marketKey(this.#market)} at the same time; nothing was imported: run this import again`,
      );
    }
    const records = new Map(this.#before.months.map((record) => [record.month, record]));
    for (const [name, record] of this.#written) records.set(name, record);
    const months = [...records.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
    environment.candles.put(recordKey(this.#market), encodeRecord({ base, months }));
    const kept = new Set(months.map((record) => monthKey(this.#market, { ...record, base })));
    for (const place of storedPlaces(environment.candles, this.#market)) {
      const key = monthKey(this.#market, place);
      if (!kept.has(key)) environment.candles.remove(key);
    }
  }

  /** True when the clean-up of another process took what this import has written. */
  #lacksWritten(): boolean {
    const keys = new Set(
      storedPlaces(this.#parts.environment.candles, this.#market).map((place) => monthKey(this.#market, place)),
    );
    return [...this.#written.keys()].some((month) => !keys.has(monthKey(this.#market, this.#placeOf(month))));
  }

  /** Months of an import that did not end. */
  #forgotten(): readonly MonthPlace[] {
    const { base, months } = this.#before;
    const known = new Set(months.map((record) => monthKey(this.#market, { ...record, base })));
    const places = storedPlaces(this.#parts.environment.candles, this.#market);
    return places.filter((place) => place.generation !== null && !known.has(monthKey(this.#market, place)));
  }

  #removeAll(places: readonly MonthPlace[]): void {
    if (places.length === 0) return;
    const { environment } = this.#parts;
    environment.transaction(() => {
      for (const place of places) environment.candles.remove(monthKey(this.#market, place));
    });
  }
}
