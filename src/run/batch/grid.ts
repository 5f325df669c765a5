import type { ParameterValue } from '../../model/parameter.ts';

/** Limit on the values of a parameter: more is a typing error, and exhausts memory. */
export const MOST_VALUES = 1_000_000;

/** A parameter and the values it takes in turn. */
export interface Axis {
  readonly name: string;
  readonly values: readonly ParameterValue[];
  /** Place in the batch file or among the flags, for messages. */
  readonly at: string;
}

/**
 * The numbers `from`, `from + step`, ... up to `to` (inclusive), each the very double its decimal text stands for;
 * or, as text, what is wrong with the range. Without a step whole numbers are counted.
 */
export function rangeValues(from: number, to: number, step?: number): readonly number[] | string {
  const stride = step ?? (Number.isInteger(from) && Number.isInteger(to) ? 1 : null);
  if (stride === null) return `range ${from}..${to} has no step`;
  if (stride <= 0) return `found step ${stride}, allowed: a number above 0`;
  if (from > to) return `range starts at ${from}, after its end ${to}`;
  // Whole units of the last decimal place add without rounding; one division at the end rounds correctly.
  const unitsPerOne = 10 ** Math.max(decimals(from), decimals(to), decimals(stride));
  const [first, last, unitStep] = [from, to, stride].map((value) => Math.round(value * unitsPerOne));
  if (![first, last, unitStep].every(Number.isSafeInteger)) return `range ${from}..${to} has too many digits`;
  const count = Math.floor((last - first) / unitStep) + 1;
  if (count > MOST_VALUES) return `range ${from}..${to} by ${stride} has ${count} values, allowed: ${MOST_VALUES}`;
  return Array.from({ length: count }, (_, index) => (first + index * unitStep) / unitsPerOne);
}

/** Digits behind the decimal point in the shortest text of a number. */
function decimals(value: number): number {
  const [mantissa, exponent = '0'] = String(value).split('e');
  const digits = mantissa.split('.')[1]?.length ?? 0;
  return Math.max(0, digits - Number(exponent));
}
