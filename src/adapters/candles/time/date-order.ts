/** Order of day, month and year in a date of numbers. Dates that start with four digits are always `YMD`. */
export type DateOrder = 'DMY' | 'MDY' | 'YMD';

const ORDERS: readonly DateOrder[] = ['DMY', 'MDY', 'YMD'];

/** Reads the order from a format such as `DD/MM/YYYY HH:mm` or `%m/%d/%Y`; null for no order that dates have. */
export function parseDateOrder(format: string): DateOrder | null {
  const [date] = format.trim().toUpperCase().split(/[\sT]/, 1);
  const letters = [...date.matchAll(/[DMY]/g)].map(([letter]) => letter);
  const order = [...new Set(letters)].join('');
  return ORDERS.find((known) => known === order) ?? null;
}

const TWO_NUMBERS = /^\s*(\d{1,2})([/-])(\d{1,2})\2(?:\d{4}|\d{2})(?!\d)/;
const MONTHS = 12;

/** Finds out from the dates of a file whether `8/1/2023` is in August or in January. */
export class DateOrderSurvey {
  #previous: readonly [first: number, second: number] | null = null;
  #changes: readonly [first: number, second: number] = [0, 0];
  #decided: DateOrder | null = null;

  /** True once a date was added that can be read in two ways. */
  get isNeeded(): boolean {
    return this.#previous !== null;
  }

  /** True once a number above twelve was a day. */
  get isCertain(): boolean {
    return this.#decided !== null;
  }

  add(text: string): void {
    const parts = TWO_NUMBERS.exec(text);
    if (parts === null) return;
    const [first, second] = [Number(parts[1]), Number(parts[3])];
    if (first > MONTHS) this.#decided ??= 'DMY';
    if (second > MONTHS) this.#decided ??= 'MDY';
    const [firstBefore, secondBefore] = this.#previous ?? [first, second];
    this.#changes = [
      this.#changes[0] + Number(first !== firstBefore),
      this.#changes[1] + Number(second !== secondBefore),
    ];
    this.#previous = [first, second];
  }

  /** Returns the order; null when both are possible. Days change more often than months. */
  decide(): DateOrder | null {
    if (this.#decided !== null) return this.#decided;
    const [first, second] = this.#changes;
    if (first === second) return null;
    return first > second ? 'DMY' : 'MDY';
  }
}
