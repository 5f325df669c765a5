const ZERO = 48;
const NINE = 57;
const POINT = 46;

/** Powers of ten that a double holds exactly. */
const POWERS_OF_TEN: readonly number[] = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * Reads a decimal such as `12` or `1.25` into `numbers[index]`, to the bit what `Number` makes of its text. Returns its
 * end, or -1 for anything else that begins there.
 */
export function readDecimal(bytes: Buffer, from: number, numbers: Float64Array, index: number): number {
  let digits = 0;
  let point = -1;
  let end = from;
  for (; end < bytes.length; end++) {
    const byte = bytes[end];
    if (isDigit(byte)) digits = digits * 10 + (byte - ZERO);
    else if (byte === POINT && point < 0) point = end;
    else break;
  }
  if (end === from || !isDigit(bytes[from]) || !isDigit(bytes[end - 1])) return -1;
  const decimals = point < 0 ? 0 : end - 1 - point;
  // A quotient of two exact numbers is rounded once, as the text would be.
  const isExact = digits <= Number.MAX_SAFE_INTEGER && decimals < POWERS_OF_TEN.length;
  numbers[index] = isExact ? digits / POWERS_OF_TEN[decimals] : Number(bytes.toString('latin1', from, end));
  return end;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}
