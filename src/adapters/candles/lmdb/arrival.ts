import { missingMinutes } from '../../../model/gap.ts';
import { MINUTE, type TimeRange } from '../../../model/time.ts';
import { Grid } from '../base/base.ts';
import type { CandleFile } from '../file.ts';
import { gapsBetween } from './gaps.ts';
import type { RowCount } from './merge.ts';
import { joinRanges } from './record.ts';
import type { RowRuns } from './row-runs.ts';

/** Outcome of a file. */
export interface MergeCount {
  readonly name: string;
  /** From the first candle to the end of the last. */
  readonly span: TimeRange;
  readonly added: number;
  /** Stored candles that got other numbers. */
  readonly replaced: number;
  /** Candles that were stored before. A filled candle never replaces a stored one. */
  readonly alreadyStored: number;
  /** Added candles that the file lacks. */
  readonly filled: readonly TimeRange[];
  readonly duplicates: number;
  readonly notes: readonly string[];
}

/** A file that arrives in parts. */
export class Arrival {
  readonly name: string;
  readonly grid = new Grid();
  readonly #runs: RowRuns[] = [];
  readonly #count = { rows: 0, duplicates: 0, added: 0, replaced: 0 };
  #length: number | null = null;
  #isAssumedUtc = false;
  #notes: readonly string[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** Minutes of a candle where the file notes them. */
  get length(): number | null {
    return this.#length;
  }

  get isAssumedUtc(): boolean {
    return this.#isAssumedUtc;
  }

  take({ rows, stamp, length, duplicates, isAssumedUtc, notes }: CandleFile): void {
    this.#length = length;
    this.grid.add(rows.minutes, stamp === 'close' ? 1 : 0);
    this.#count.rows += rows.minutes.length;
    this.#count.duplicates += duplicates;
    this.#isAssumedUtc = isAssumedUtc;
    this.#notes = notes;
  }

  /** Adds a note for people. */
  note(text: string): void {
    this.#notes = [...this.#notes, text];
  }

  noteMerged(runs: RowRuns, { added, replaced }: RowCount): void {
    this.#runs.push(runs);
    this.#count.added += added;
    this.#count.replaced += replaced;
  }

  /** Ranges of the candles that were merged. */
  ranges(): readonly TimeRange[] {
    const ranges = this.#runs.flatMap((runs) => runs.ranges());
    return joinRanges(ranges.sort((a, b) => a.from - b.from));
  }

  /** Counts the candles between the first and the last, those included that the file lacks and nobody filled. */
  countWith(ranges: readonly TimeRange[], filled: readonly TimeRange[], step: number): MergeCount {
    const { rows, duplicates, added, replaced } = this.#count;
    const lacking = filled.length === 0 ? 0 : candlesIn(gapsBetween(ranges), step) - candlesIn(filled, step);
    return {
      name: this.name,
      span: { from: ranges[0].from, to: ranges[ranges.length - 1].to },
      added: added + candlesIn(filled, step),
      replaced,
      alreadyStored: rows - added - replaced + lacking,
      filled,
      duplicates,
      notes: this.#notes,
    };
  }
}

function candlesIn(ranges: readonly TimeRange[], step: number): number {
  return (missingMinutes(ranges) * MINUTE) / step;
}
