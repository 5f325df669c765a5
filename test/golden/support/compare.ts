/** One place where what was found is not what was expected. */
export interface Difference {
  readonly path: string;
  readonly expected: unknown;
  readonly found: unknown;
}

const TOLERANCE = 1e-9;

/** Everything in `expected` that `found` lacks or has otherwise; what `found` has besides does not matter. */
export function differences(
  expected: unknown,
  found: unknown,
  path: string,
  tolerance = TOLERANCE,
): readonly Difference[] {
  const wanted = asNumber(expected);
  const given = asNumber(found);
  if (typeof wanted === 'number' && typeof given === 'number') {
    return isClose(wanted, given, tolerance) ? [] : [{ path, expected, found }];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(found)) return [{ path, expected, found }];
    const lengths = differences(expected.length, found.length, `${path}.length`);
    return [...lengths, ...expected.flatMap((value, i) => differences(value, found[i], `${path}.${i}`, tolerance))];
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof found !== 'object' || found === null) return [{ path, expected, found }];
    const given = found as Readonly<Record<string, unknown>>;
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(value, given[key], `${path}.${key}`, tolerance),
    );
  }
  return expected === found ? [] : [{ path, expected, found }];
}

/** NaN and the infinities are written as texts. */
function asNumber(value: unknown): unknown {
  if (value === 'NaN') return Number.NaN;
  if (value === 'Infinity') return Number.POSITIVE_INFINITY;
  return value === '-Infinity' ? Number.NEGATIVE_INFINITY : value;
}

function isClose(a: number, b: number, tolerance: number): boolean {
  if (Object.is(a, b) || a === b) return true;
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b), 1e-6);
}

export function describeDifference({ path, expected, found }: Difference): string {
  return `${path}: expected ${shorten(expected)}, found ${shorten(found)}`;
}

function shorten(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing');
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
