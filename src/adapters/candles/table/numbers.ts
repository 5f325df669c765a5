import type { Cell } from './names.ts';

/** The decimal mark of a file. */
export type DecimalMark = '.' | ',';

const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;
/** Thousands are groups of three digits behind one and the same mark. */
const GROUPED = {
  '.': /^[+-]?\d{1,3}(?:([,'’\u00a0\u202f ])\d{3})(?:\1\d{3})*(?:\.\d+)?$/,
  ',': /^[+-]?\d{1,3}(?:([.'’\u00a0\u202f ])\d{3})(?:\1\d{3})*(?:,\d+)?$/,
};
const MARKS = { '.': /[,'’\u00a0\u202f ]/g, ',': /[.'’\u00a0\u202f ]/g };
const WITH_COMMA = /^[+-]?\d+,\d+(?:e[+-]?\d+)?$/i;

/** Reads a decimal number, NaN for anything else. JavaScript would take a blank for zero and `0x4` for four. */
export function toNumber(cell: Cell | undefined, mark: DecimalMark): number {
  if (typeof cell === 'number') return cell;
  if (cell === undefined) return Number.NaN;
  const text = cell.trim();
  if (GROUPED[mark].test(text)) return Number(text.replaceAll(MARKS[mark], '').replace(',', '.'));
  if (mark === ',' && WITH_COMMA.test(text)) return Number(text.replace(',', '.'));
  return DECIMAL.test(text) ? Number(text) : Number.NaN;
}

const POWERS: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9 };

/** Reads a number that may be short for thousands, millions or billions: `84.17K`. */
export function toAmount(cell: Cell | undefined, mark: DecimalMark): number {
  if (typeof cell !== 'string') return toNumber(cell, mark);
  const text = cell.trim();
  const power = POWERS[text.at(-1) ?? ''];
  // Rounding takes away what the product adds: 84.17 * 1000 is 84170.00000000001.
  return power === undefined ? toNumber(cell, mark) : Math.round(toNumber(text.slice(0, -1), mark) * power * 100) / 100;
}

/** Finds the decimal mark of prices: a comma where one is followed by other than three digits. */
export function decimalMarkOf(cells: readonly Cell[], delimiter: string): DecimalMark {
  const texts = cells.map((cell) => String(cell).trim());
  const isPointed = texts.some((text) => /\d,\d{3}\.\d*$/.test(text));
  const isComma = texts.some((text) => /^[+-]?\d+(?:[.]\d{3})*,\d+$/.test(text) && !/^\d{1,3}(?:,\d{3})+$/.test(text));
  const isLikely = delimiter !== ',' && texts.some((text) => /^\d+,\d+$/.test(text));
  return !isPointed && (isComma || isLikely) ? ',' : '.';
}
