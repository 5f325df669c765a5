/** A price as logs show it, cut off rather than rounded: two decimals from 1 up, five significant digits below. */
export function formatPrice(price: number | null): string {
  if (price === null) return '';
  const size = Math.abs(price);
  const decimals = size >= 1 || size === 0 ? 2 : 4 - Math.floor(Math.log10(size));
  const text = expand(price);
  const point = text.indexOf('.');
  return text.slice(0, point + 1 + decimals).padEnd(point + 1 + decimals, '0');
}

/** The shortest text of a number, without exponent, with a point. */
function expand(value: number): string {
  const text = String(value);
  const [mantissa, power] = text.split('e');
  if (power === undefined) return text.includes('.') ? text : `${text}.`;
  const sign = value < 0 ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  const exponent = Number(power);
  if (exponent >= 0) return `${sign}${digits.padEnd(exponent + 1, '0')}.`;
  return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
}
