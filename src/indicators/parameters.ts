import { SOURCE_TYPES, type SourceType } from './source.ts';

export type IndicatorParameters = Readonly<Record<string, number | string | boolean>>;

/** The values of a parameter that an indicator can work with. */
export type Limit =
  | { readonly kind: 'whole'; readonly min: number; readonly max: number }
  | { readonly kind: 'between'; readonly min: number; readonly max: number }
  | { readonly kind: 'oneOf'; readonly values: readonly (number | string)[] };

/** A whole number from `min` to `max`. */
export function whole(min: number, max = Number.MAX_SAFE_INTEGER): Limit {
  return { kind: 'whole', min, max };
}

/** Any number from `min` to `max`, both included. */
export function between(min: number, max: number): Limit {
  return { kind: 'between', min, max };
}

/** One of a few values. */
export function oneOf(...values: readonly (number | string)[]): Limit {
  return { kind: 'oneOf', values };
}

/** Numbers that Jesse gives to the moving averages of any series. */
export const SERIES_MATYPES = [
  0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 21, 22, 23, 25, 26, 27, 28, 30, 31, 32, 33, 34, 35,
  36, 37, 38, 39,
] as const;

/** Moving averages that need volume. */
const VOLUME_MATYPES: Readonly<Record<number, string>> = { 24: 'vwma', 29: 'vwap' };

const MATYPES = [...SERIES_MATYPES, ...Object.keys(VOLUME_MATYPES).map(Number)].sort((a, b) => a - b);

/** The number of a moving average. */
export type Matype = SeriesMatype | 24 | 29;

/** The number of a moving average that works on any series. */
type SeriesMatype = (typeof SERIES_MATYPES)[number];

const DEVTYPES = [0, 1, 2] as const;

/** The number of a deviation: 0 standard, 1 mean absolute, 2 median absolute. */
export type Devtype = (typeof DEVTYPES)[number];

const DIRECTIONS = ['long', 'short'] as const;

/** Names of the spans that a volume weighted price can begin with. */
export const ANCHORS = ['M', 'H', '4H', '12H', 'D', 'W', 'MN'] as const;

export type Anchor = (typeof ANCHORS)[number];

export const HULL_MODES = ['Hma', 'Ehma', 'Thma'] as const;

export type HullMode = (typeof HULL_MODES)[number];

export const PIVOT_MODES = [0, 1, 2, 3, 4] as const;

export const HURST_METHODS = [0, 1, 2] as const;

/** Types of the parameters that are one of a few values: a misspelt one is an error at compile time. */
interface Choices {
  readonly sourceType: SourceType;
  readonly devtype: Devtype;
  readonly direction: (typeof DIRECTIONS)[number];
  readonly anchor: Anchor;
  readonly modeSwitch: HullMode;
  readonly mode: (typeof PIVOT_MODES)[number];
  readonly method: (typeof HURST_METHODS)[number];
  readonly slowkMatype: SeriesMatype;
  readonly slowdMatype: SeriesMatype;
  readonly fastdMatype: SeriesMatype;
}

/** The type of a parameter's values, by its name and its preset: one of a few, else any of the preset's kind. */
export type ParameterType<Key, Preset> = Key extends keyof Choices
  ? Choices[Key]
  : Key extends `${string}atype`
    ? Matype
    : Preset extends number
      ? number
      : Preset extends string
        ? string
        : Preset extends boolean
          ? boolean
          : Preset;

/** Limits that go by a parameter's name, the same in every indicator; an indicator's own `limits` come first. */
function limitByName(name: string): Limit | undefined {
  if (/(period|length|window|lookback|chunksize|bars|range|len)\d?$/i.test(name)) return whole(1);
  if (/matype$/i.test(name)) return oneOf(...MATYPES);
  if (name === 'devtype') return oneOf(...DEVTYPES);
  if (name === 'sourceType') return oneOf(...SOURCE_TYPES);
  if (name === 'direction') return oneOf(...DIRECTIONS);
  return undefined;
}

/** Limit of a parameter, beyond being of the kind of its default. */
export function limitOf<P>(spec: Parameterised<P>, key: string): Limit | undefined {
  return spec.limits?.[key as keyof P] ?? limitByName(key);
}

interface Parameterised<P> {
  readonly name: string;
  readonly parameters: IndicatorParameters;
  readonly limits?: { readonly [K in keyof P]?: Limit };
}

/**
 * Overlays the defaults with the given values, each of the kind of its default and within its limit.
 * Throws a RangeError naming indicator and parameter otherwise.
 */
export function completeParameters<P extends IndicatorParameters>(
  spec: Parameterised<P>,
  given: Partial<P> | undefined,
): P {
  const complete: Record<string, number | string | boolean> = { ...spec.parameters };
  for (const [key, value] of Object.entries(given ?? {})) {
    if (value === undefined) continue;
    checkParameter(spec, key, value);
    complete[key] = value;
  }
  return complete as P;
}

/** Throws a RangeError naming indicator and parameter when a plain series lacks the volume that an average needs. */
export function checkForSeries(name: string, parameters: IndicatorParameters): void {
  for (const [key, value] of Object.entries(parameters)) {
    if (!/matype$/i.test(key) || typeof value !== 'number') continue;
    const average = VOLUME_MATYPES[value];
    if (average === undefined) continue;
    throw new RangeError(
      `${name}: ${key} ${value} (${average}) needs volume, which a plain series lacks: give candles, or another ${key}`,
    );
  }
}

function checkParameter<P>(spec: Parameterised<P>, key: string, value: number | string | boolean): void {
  const known = Object.keys(spec.parameters);
  if (!known.includes(key)) {
    throw new RangeError(`${spec.name} has no parameter ${key}; it has ${known.join(', ') || 'none'}`);
  }
  const expected = typeof spec.parameters[key];
  if (typeof value !== expected) refuse(spec.name, key, `a ${expected}`, value);
  if (typeof value === 'number' && !Number.isFinite(value)) refuse(spec.name, key, 'a finite number', value);
  const limit = limitOf(spec, key);
  if (limit !== undefined && !isWithin(limit, value)) refuse(spec.name, key, described(limit), value);
}

function refuse(name: string, key: string, wanted: string, found: unknown): never {
  throw new RangeError(`${name}: ${key} must be ${wanted}, not ${String(found)}`);
}

function isWithin(limit: Limit, value: number | string | boolean): boolean {
  if (limit.kind === 'oneOf') return limit.values.some((allowed) => allowed === value);
  if (typeof value !== 'number') return false;
  if (limit.kind === 'whole' && !Number.isSafeInteger(value)) return false;
  return value >= limit.min && value <= limit.max;
}

function described(limit: Limit): string {
  switch (limit.kind) {
    case 'whole':
      return `a whole number ${range(limit)}`;
    case 'between':
      return `a number ${range(limit)}`;
    case 'oneOf':
      return `one of ${limit.values.join(', ')}`;
  }
}

function range({ min, max }: { readonly min: number; readonly max: number }): string {
  return max >= Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
}
