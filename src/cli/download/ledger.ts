import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { makeFolder } from '../../adapters/system/make-folder.ts';
import { writeWhole } from '../../adapters/system/write-whole.ts';
import { type Market, marketKey } from '../../model/market.ts';
import { formatDate, monthStart, type TimeRange } from '../../model/time.ts';
import { minutesIn, missingRange } from './months.ts';

const ledgerFile = z.object({
  format: z.literal(1),
  downloaded: z.record(z.string(), z.object({ from: z.number(), to: z.number(), minutes: z.number() })),
});

type Entries = z.infer<typeof ledgerFile>['downloaded'];

/**
 * Remembers what sources had of each month, so that a month with gaps is not downloaded again. An entry counts as long as
 * its minutes are stored.
 */
export class Ledger {
  readonly #path: string;
  readonly #source: string;

  constructor(path: string, source: string) {
    this.#path = path;
    this.#source = source;
  }

  /** Returns the range that must be downloaded so that a part of a month is complete; null for none. */
  wanted(market: Market, part: TimeRange, stored: readonly TimeRange[]): TimeRange | null {
    const missing = missingRange(stored, part);
    const entry = this.#read()[this.#keyOf(market, part)];
    if (missing === null || entry === undefined || minutesIn(stored, entry) < entry.minutes) return missing;
    const from = entry.from <= part.from ? Math.max(missing.from, entry.to) : missing.from;
    return from < missing.to ? { from, to: missing.to } : null;
  }

  /** Notes that a source has no more of a part than what is stored now. */
  note(market: Market, part: TimeRange, stored: readonly TimeRange[]): void {
    const entry = { ...part, minutes: minutesIn(stored, part) };
    // Another process may have written since.
    const downloaded = { ...this.#read(), [this.#keyOf(market, part)]: entry };
    makeFolder(dirname(this.#path));
    writeWhole(this.#path, `${JSON.stringify({ format: 1, downloaded }, null, 1)}\n`);
  }

  #keyOf(market: Market, { from }: TimeRange): string {
    return `${this.#source} ${marketKey(market)} ${formatDate(monthStart(from)).slice(0, '2023-01'.length)}`;
  }

  /** A damaged file costs a download, no more. */
  #read(): Entries {
    try {
      return ledgerFile.parse(JSON.parse(readFileSync(this.#path, 'utf8'))).downloaded;
    } catch {
      return {};
    }
  }
}
