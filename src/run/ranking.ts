import { METRICS } from '../metrics/index.ts';
import type { Metrics } from '../model/metrics.ts';

/** Default metric to sort results by. */
export const DEFAULT_SORT = 'net_profit_percentage';

interface Ranked {
  readonly metrics: Metrics | null;
}

/** Items with metrics, best first by one of them; those without a number for it come last, in their order. */
export function ranked<Item extends Ranked>(items: readonly Item[], metric: string): Item[] {
  const rank = rankBy(metric);
  return items
    .filter(({ metrics }) => metrics !== null)
    .sort((left, right) => compare(rank(left.metrics), rank(right.metrics)));
}

/** Rank of metrics by one of them, lower is better. */
export function rankBy(metric: string): (metrics: Metrics | null) => number {
  const sign = METRICS.find(({ name }) => name === metric)?.better === 'lower' ? 1 : -1;
  return (metrics) => {
    const value = metrics?.[metric] ?? Number.NaN;
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value;
  };
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
