import { type CandleColumns, sliceColumns } from '../model/candle.ts';

/** What an indicator reads: a plain series, or candle columns. Oldest first. */
export type Series = Float64Array | readonly number[];
export type IndicatorInput = Series | CandleColumns;

export type IndicatorParameters = Readonly<Record<string, number | string | boolean>>;

/** Columns by output name; `value` alone for an indicator with one output. */
export type Outputs<Name extends string> = Readonly<Record<Name, Float64Array>>;

/** What calling an indicator on a whole series returns: the column itself when there is only `value`. */
export type Whole<Name extends string> = [Name] extends ['value'] ? Float64Array : Outputs<Name>;

/** The same for one bar. */
export type Single<Name extends string> = [Name] extends ['value'] ? number : Readonly<Record<Name, number>>;

export interface IndicatorSpec<P extends IndicatorParameters, Name extends string> {
  /** Jesse's name, camelCased: `bollingerBands`. */
  readonly name: string;
  /** Every parameter with Jesse's default, in Jesse's order. */
  readonly parameters: P;
  readonly outputs: readonly Name[];
  /** One line a trader can check against a book. */
  readonly formula: string;
  /** Where the formula comes from. */
  readonly source: string;
  /** True when `compute` needs high, low or volume and so cannot work on a plain series. */
  readonly needsCandles?: boolean;
  /** Bars at the start for which the outputs are NaN. */
  readonly warmup: (parameters: P) => number;
  /**
   * Bars back from which on a value no longer depends on the input beyond the last bits of a double;
   * Infinity (the default) for values that depend on all that came before. Forming bars are computed over this much only.
   */
  readonly memory?: (parameters: P) => number;
  /** Fills fresh columns as long as the input. Value `i` must not depend on input after `i`. */
  readonly compute: (candles: CandleColumns, parameters: P) => Outputs<Name>;
}

/** An indicator as strategies and scripts use it: callable on a whole series, and a description of itself. */
export interface Indicator<P extends IndicatorParameters = IndicatorParameters, Name extends string = string> {
  (input: IndicatorInput, parameters?: Partial<P>): Whole<Name>;
  /** The value at the end of the input; of its last `bars` bars only, when given (Jesse slices to its warm-up, 240). */
  last(input: IndicatorInput, parameters?: Partial<P>, bars?: number): Single<Name>;
  readonly spec: IndicatorSpec<P, Name>;
}

/** Widens `5` to `number` and `'close'` to `string`, so that parameters given as defaults can be changed. */
type Widened<P> = {
  readonly [K in keyof P]: P[K] extends number
    ? number
    : P[K] extends string
      ? string
      : P[K] extends boolean
        ? boolean
        : P[K];
};

/** Makes an indicator of its description. Throws a RangeError naming indicator and parameter when a value is unusable. */
export function indicator<const P extends IndicatorParameters, Name extends string>(
  spec: IndicatorSpec<Widened<P>, Name> & { readonly parameters: P },
): Indicator<Widened<P>, Name> {
  type Values = Widened<P>;
  const compute = (input: IndicatorInput, given: Partial<Values> | undefined): Outputs<Name> => {
    const candles = asCandles(input, spec.name, spec.needsCandles ?? false);
    return spec.compute(candles, completeParameters<Values>(spec, given));
  };
  const call = (input: IndicatorInput, given?: Partial<Values>): Whole<Name> => {
    const columns = compute(input, given);
    return (isSingle(spec) ? columns['value' as Name] : columns) as Whole<Name>;
  };
  const last = (input: IndicatorInput, given?: Partial<Values>, bars = Number.POSITIVE_INFINITY): Single<Name> => {
    const columns = compute(tail(input, bars), given);
    const at = (name: Name): number => columns[name].at(-1) ?? Number.NaN;
    if (isSingle(spec)) return at('value' as Name) as Single<Name>;
    return Object.fromEntries(spec.outputs.map((name) => [name, at(name)])) as Single<Name>;
  };
  return Object.assign(call, { last, spec });
}

function isSingle(spec: { readonly outputs: readonly string[] }): boolean {
  return spec.outputs.length === 1 && spec.outputs[0] === 'value';
}

/** Defaults overlaid with what was given, each of the kind its default has. */
export function completeParameters<P extends IndicatorParameters>(
  spec: { readonly name: string; readonly parameters: IndicatorParameters },
  given: Partial<P> | undefined,
): P {
  const complete: Record<string, unknown> = { ...spec.parameters };
  for (const [key, value] of Object.entries(given ?? {})) {
    if (value === undefined) continue;
    const expected = spec.parameters[key];
    if (expected === undefined) {
      throw new RangeError(
        `${spec.name} has no parameter ${key}; it has ${Object.keys(spec.parameters).join(', ') || 'none'}`,
      );
    }
    if (typeof value !== typeof expected || Number.isNaN(value)) {
      throw new RangeError(`${spec.name}: ${key} must be a ${typeof expected}, not ${String(value)}`);
    }
    complete[key] = value;
  }
  return complete as P;
}

function isCandles(input: IndicatorInput): input is CandleColumns {
  return 'close' in input;
}

/** A plain series stands for candles all of whose prices are its values, without volume. */
function asCandles(input: IndicatorInput, name: string, needsCandles: boolean): CandleColumns {
  if (isCandles(input)) return input;
  if (needsCandles) throw new RangeError(`${name} needs candles, not a plain series`);
  const values = input instanceof Float64Array ? input : Float64Array.from(input);
  return {
    start: 0,
    step: 60_000,
    length: values.length,
    open: values,
    close: values,
    high: values,
    low: values,
    volume: new Float64Array(values.length),
  };
}

function tail(input: IndicatorInput, bars: number): IndicatorInput {
  const from = Math.max(0, input.length - bars);
  if (from === 0) return input;
  if (!isCandles(input)) return input.slice(from);
  return sliceColumns(input, from, input.length);
}
