import { METRICS } from '../../metrics/index.ts';
import type { Metrics } from '../../model/metrics.ts';
import type { JobReport } from '../report.ts';

/** Default order of results. */
export const DEFAULT_SORT = 'net_profit_percentage';

/** Order of rows, and a condition that they meet. */
export interface RowOrder {
  /** A metric, best first; with a hyphen before it, worst first. */
  readonly sort: string;
  /** Null keeps every row. */
  readonly where: ((row: JobReport) => boolean) | null;
}

/** Rows in order, and counts of all rows that meet the condition. */
export interface ChosenRows {
  readonly rows: readonly JobReport[];
  readonly matching: number;
  /** Those that closed no trade. */
  readonly neverTraded: number;
}

/** Chooses the backtests that are done and meet the condition. */
export function chooseRows(jobs: readonly JobReport[], { sort, where }: RowOrder): ChosenRows {
  const done = jobs.filter(({ metrics }) => metrics !== null);
  const kept = where === null ? done : done.filter(where);
  const rank = rankBy(sort);
  const neverTraded = kept.filter(({ metrics }) => hasNeverTraded(metrics)).length;
  const rows = [...kept].sort((left, right) => compare(rank(left.metrics), rank(right.metrics)));
  return { rows, matching: kept.length, neverTraded };
}

/** The metric of an order: `fee` of `fee` and of `-fee`. */
export function sortMetric(sort: string): string {
  return sort.replace(/^-/, '');
}

/** True for a metric of which less is better. */
export function isLowerBetter(metric: string): boolean {
  return METRICS.find(({ name }) => name === metric)?.better === 'lower';
}

/** Rank of metrics in an order, lower is better. Those without a number come behind, those of no trade last. */
export function rankBy(sort: string): (metrics: Metrics | null) => number {
  const metric = sortMetric(sort);
  const sign = isLowerBetter(metric) === (metric !== sort) ? -1 : 1;
  return (metrics) => {
    if (hasNeverTraded(metrics)) return Number.POSITIVE_INFINITY;
    const value = metrics?.[metric] ?? Number.NaN;
    return Number.isNaN(value) ? Number.MAX_VALUE : Math.min(sign * value, LAST_NUMBER);
  };
}

/** Rank of an infinitely bad number, before those that are none. */
const LAST_NUMBER = Number.MAX_VALUE / 2;

export function hasNeverTraded(metrics: Metrics | null): boolean {
  return metrics?.total === 0;
}

interface Placed<Item> {
  readonly item: Item;
  readonly rank: number;
  readonly position: number;
}

/** The first of many by rank, of equals by position, in bounded memory. They may come in any order. */
export class Foremost<Item> {
  readonly #most: number;
  #placed: Placed<Item>[] = [];
  /** Nothing behind it is among the first. */
  #last: Place | null = null;

  constructor(most: number) {
    this.#most = most;
  }

  /** Adds an item, which is made only if it may be among the first. */
  add(rank: number, position: number, make: () => Item): void {
    if (this.#last !== null && inOrder(this.#last, { rank, position }) < 0) return;
    this.#placed.push({ item: make(), rank, position });
    if (this.#placed.length >= 2 * this.#most) this.#cut();
  }

  list(): readonly Item[] {
    this.#cut();
    return this.#placed.map(({ item }) => item);
  }

  #cut(): void {
    this.#placed = this.#placed.sort(inOrder).slice(0, this.#most);
    if (this.#placed.length === this.#most) this.#last = this.#placed[this.#most - 1];
  }
}

type Place = Pick<Placed<unknown>, 'rank' | 'position'>;

function inOrder(left: Place, right: Place): number {
  return compare(left.rank, right.rank) || left.position - right.position;
}

/** Subtracting infinities would give NaN. */
function compare(left: number, right: number): number {
  return left === right ? 0 : left - right;
}
