import { METRICS } from '../metrics/index.ts';
import type { Metrics } from '../model/metrics.ts';

/** Default metric to sort results by. */
export const DEFAULT_SORT = 'net_profit_percentage';

interface Ranked {
  readonly metrics: Metrics | null;
}

/** Items with metrics, best first by one of them; those without a number for it come last, in their order. */
export function ranked<Item extends Ranked>(items: readonly Item[], metric: string): Item[] {
  const merit = meritOf(metric);
  return items
    .filter(({ metrics }) => metrics !== null)
    .sort((left, right) => compare(merit(left.metrics), merit(right.metrics)));
}

/** The best of many, in bounded memory. */
export class Best<Item extends Ranked> {
  readonly #metric: string;
  readonly #most: number;
  readonly #merit: (metrics: Metrics | null) => number;
  #items: Item[] = [];
  #worst = Number.POSITIVE_INFINITY;

  constructor(metric: string, most: number) {
    this.#metric = metric;
    this.#most = most;
    this.#merit = meritOf(metric);
  }

  /** Adds an item, which is made only if it may be among the best. */
  add(metrics: Metrics, make: () => Item): void {
    if (this.#items.length >= this.#most && this.#merit(metrics) >= this.#worst) return;
    this.#items.push(make());
    if (this.#items.length >= 2 * this.#most) this.#cut();
  }

  list(): readonly Item[] {
    this.#cut();
    return this.#items;
  }

  #cut(): void {
    this.#items = ranked(this.#items, this.#metric).slice(0, this.#most);
    if (this.#items.length === this.#most) this.#worst = this.#merit(this.#items[this.#most - 1].metrics);
  }
}

/** Lower is better. */
function meritOf(metric: string): (metrics: Metrics | null) => number {
  const sign = METRICS.find(({ name }) => name === metric)?.better === 'lower' ? 1 : -1;
  return (metrics) => {
    const value = metrics?.[metric] ?? Number.NaN;
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value;
  };
}

/** Subtracting infinities would give NaN. */
function compare(left: number, right: number): number {
  return left === right ? 0 : left - right;
}
