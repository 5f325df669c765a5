/** A double as the integer and power of ten of its shortest text: 0.25 is 25 and −2. */
function decompose(value: number): { readonly digits: bigint; readonly exponent: number } {
  const [mantissa, power = '0'] = String(value).split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

/** Decimals of most quantities and prices. */
const DECIMALS = 1e8;
/** Fifteen digits: two different decimals of so many are never the same double. */
const EXACT = 1e15;

/** A double as a whole number of units of 10⁻⁸; NaN when its shortest text has more decimals or too many digits. */
function inUnits(value: number): number {
  const units = Math.round(value * DECIMALS);
  return Math.abs(units) < EXACT && units / DECIMALS === value ? units : Number.NaN;
}

/**
 * The sum of the shortest decimal texts of two doubles, exact, then rounded to a double: 0.1 + 0.2 is 0.3.
 * Quantities and spot balances add this way, so that the parts of a position add up to it.
 */
export function addDecimal(a: number, b: number): number {
  if (a === 0 || b === 0) return a + b;
  if (a === -b) return 0;
  // Whole numbers add without rounding, and a division rounds as parsing does: the same sum in 30 instead of 1000 ns.
  const units = inUnits(a) + inUnits(b);
  if (!Number.isNaN(units)) return units / DECIMALS;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return a + b;
  const left = decompose(a);
  const right = decompose(b);
  const exponent = Math.min(left.exponent, right.exponent);
  const scaled = (part: typeof left): bigint => part.digits * 10n ** BigInt(part.exponent - exponent);
  return Number(`${scaled(left) + scaled(right)}e${exponent}`);
}

export function subtractDecimal(a: number, b: number): number {
  return addDecimal(a, -b);
}
