import { type Cell, fold } from './names.ts';

/** A condition on a column: only rows that meet it are read. */
export interface Condition {
  readonly column: string;
  readonly value: string;
}

/** Lets rows of one market pass, and finds rows of another. */
export class OneMarket {
  readonly #places: readonly number[];
  readonly #names: readonly string[];
  readonly #conditions: readonly (readonly [place: number, value: string])[];
  #first: readonly string[] | null = null;

  constructor(places: readonly number[], names: readonly string[], where: readonly Condition[]) {
    this.#places = places;
    this.#names = names;
    this.#conditions = where.map(({ column, value }) => [names.indexOf(fold(column)), folded(value)]);
  }

  /** True where every row passes. */
  get isTrivial(): boolean {
    return this.#places.length === 0 && this.#conditions.length === 0;
  }

  /** True for a row that all conditions choose. */
  includes(cells: readonly Cell[]): boolean {
    return this.#conditions.every(([place, value]) => folded(cells[place] ?? '') === value);
  }

  /** Says which market a row is of when it is not that of the rows before; null for the same. */
  faultOf(cells: readonly Cell[]): string | null {
    const found = this.#places.map((place) => String(cells[place] ?? '').trim());
    const first = this.#first ?? found;
    this.#first = first;
    const other = found.findIndex((value, index) => value !== first[index]);
    if (other < 0) return null;
    const name = this.#names[this.#places[other]];
    return `${name} is ${found[other]}, but ${first[other]} in the rows before (an import has one market: --where "${name}=${first[other]}" chooses),`;
  }
}

function folded(cell: Cell): string {
  return String(cell).trim().toLowerCase();
}
