import { JbtError } from '../../../model/errors.ts';
import { type Market, marketKey } from '../../../model/market.ts';
import type { TimeRange, Timestamp } from '../../../model/time.ts';
import type { Timeframe } from '../../../model/timeframe.ts';
import { type Base, findBase, opensOf } from '../base/base.ts';
import type { CandleFile } from '../file.ts';
import { Arrival, type MergeCount } from './arrival.ts';
import { fillGap, missingIn } from './fill.ts';
import { checkGaps, fills, type GapPolicy, gapsBetween } from './gaps.ts';
import { type Conflicts, type MergedRows, mergeRows } from './merge.ts';
import { OpenMonths, type PutParts } from './open-months.ts';
import { readRecord } from './read.ts';
import { stepOf } from './record.ts';
import { RowRuns } from './row-runs.ts';

export type { MergeCount } from './arrival.ts';

/** Choices for an import. */
export interface PutOptions {
  readonly gaps: GapPolicy;
  readonly conflicts: Conflicts;
  /** The timeframe that the user states; null takes it from the files. */
  readonly timeframe: Timeframe | null;
}

/** Outcome of an import. */
export interface Merged {
  readonly base: Timeframe;
  /** One count for each file, in order of time. */
  readonly counts: readonly MergeCount[];
  /** Ranges between the files that were filled. */
  readonly filledBetween: readonly TimeRange[];
  /** Gaps between the files that are too long to fill. */
  readonly leftBetween: readonly TimeRange[];
}

const MOVED_DAYS =
  'days do not open at midnight (UTC): each is stored as the day it is of, the next one where it opens in the evening';

/** Limit of rows that wait in memory until the timeframe is told: more rows tell it no better. */
const MOST_WAITING = 1 << 18;

/** Merges files into a market as they come, all of them or none. */
export class MarketImport {
  readonly #parts: PutParts;
  readonly #market: Market;
  readonly #options: PutOptions;
  readonly #arrivals: Arrival[] = [];
  readonly #merged: MergedRows[] = [];
  #waiting: { readonly arrival: Arrival; readonly file: CandleFile }[] = [];
  #waitingRows = 0;
  #open: { readonly base: Base; readonly months: OpenMonths } | null = null;

  constructor(parts: PutParts, market: Market, options: PutOptions) {
    this.#parts = parts;
    this.#market = market;
    this.#options = options;
  }

  /** Takes a file, or the next part of one. Throws JbtError `InvalidCandles` or `ConflictingCandles`. */
  add(file: CandleFile): void {
    if (file.isFirstPart) this.#arrivals.push(new Arrival(file.name));
    const arrival = this.#arrivals[this.#arrivals.length - 1];
    arrival.take(file);
    this.#waiting.push({ arrival, file });
    this.#waitingRows += file.rows.minutes.length;
    if (this.#open !== null || this.#waitingRows > MOST_WAITING) this.#mergeWaiting();
  }

  /** Stores everything. Throws JbtError `InvalidCandles`, `ConflictingCandles`, `CandleGap` or `CorruptCandles`. */
  finish(): Merged {
    const { base, months } = this.#mergeWaiting();
    // Rows that came after the timeframe was told may be of another.
    this.#findBase(base.timeframe);
    const step = stepOf(base.timeframe);
    const files = this.#arrivals
      .map((arrival) => ({ arrival, ranges: arrival.ranges() }))
      .sort((a, b) => a.ranges[0].from - b.ranges[0].from);
    for (const { arrival, ranges } of files) {
      const { name, isAssumedUtc } = arrival;
      checkGaps({ name, gaps: gapsBetween(ranges), step, isAssumedUtc }, this.#options.gaps);
    }
    if (base.isMoved) for (const { arrival } of files) arrival.note(MOVED_DAYS);
    // Gaps are filled after all rows, because another file may have what one lacks.
    const counts = files.map(({ arrival, ranges }) => {
      const filled = this.#fill(gapsBetween(ranges), step, months);
      return arrival.countWith(ranges, filled, step);
    });
    const between = gapsBetween(counts.map(({ span }) => span));
    const filledBetween = this.#fill(between, step, months);
    const isFilling = this.#options.gaps === 'fill' || this.#options.gaps === 'sessions';
    const leftBetween = isFilling ? between.flatMap((gap) => missingIn(gap, step, (time) => months.soundAt(time))) : [];
    months.commit();
    return { base: base.timeframe, counts, filledBetween, leftBetween };
  }

  /** Undoes everything. */
  abandon(): void {
    this.#open?.months.abandon();
  }

  /** Fills what is missing in gaps, and returns it. */
  #fill(gaps: readonly TimeRange[], step: number, months: OpenMonths): readonly TimeRange[] {
    const { gaps: policy } = this.#options;
    if (policy === 'leave' || policy === 'refuse') return [];
    const monthAt = (timestamp: Timestamp) => months.soundAt(timestamp);
    const filled = gaps.flatMap((gap) => missingIn(gap, step, monthAt)).filter((gap) => fills(policy, gap));
    for (const gap of filled) fillGap(gap, step, monthAt);
    return filled;
  }

  #mergeWaiting(): { readonly base: Base; readonly months: OpenMonths } {
    this.#open ??= this.#openMonths();
    const { base, months } = this.#open;
    for (const { arrival, file } of this.#waiting) {
      const minutes = opensOf(file, base);
      const { conflicts } = this.#options;
      const count = mergeRows({ market: this.#market, conflicts, months, earlier: this.#merged }, file, minutes);
      const runs = new RowRuns(minutes, file.rows.lines, base.minutes);
      this.#merged.push({ name: file.name, rowWord: file.rowWord, runs });
      arrival.noteMerged(runs, count);
    }
    this.#waiting = [];
    this.#waitingRows = 0;
    return this.#open;
  }

  #openMonths(): { readonly base: Base; readonly months: OpenMonths } {
    const { environment, digest } = this.#parts;
    const record = readRecord(environment.candles, this.#market, digest);
    const stored = record === null || record.months.length === 0 ? null : record;
    const base = this.#findBase(stored?.base ?? null);
    const before = stored ?? { base: base.timeframe, months: [] };
    return { base, months: new OpenMonths(this.#parts, this.#market, before) };
  }

  /** Throws JbtError `InvalidCandles` when the files are of another timeframe than the market. */
  #findBase(stored: Timeframe | null): Base {
    const base = findBase(this.#arrivals, { stated: this.#options.timeframe, stored });
    if (stored === null || stored === base.timeframe) return base;
    const key = marketKey(this.#market);
    throw new JbtError(
      'InvalidCandles',
      `${key} is stored as ${stored} candles, and ${this.#arrivals[0].name} has ${base.timeframe} ones: name another market, or remove the stored ones first with jbt candles remove "${key}"`,
    );
  }
}
