import { type CandleColumns, sliceColumns } from '../model/candle.ts';
import { firstNumber, nanSeries } from './kernels/series.ts';
import { checkForSeries, completeParameters, type IndicatorParameters, type Limit } from './parameters.ts';

export type { IndicatorParameters } from './parameters.ts';

/** What an indicator reads: a plain series, or candle columns. Oldest first. */
type Series = Float64Array | readonly number[];
export type IndicatorInput = Series | CandleColumns;

/** Columns by output name; `value` alone for an indicator with one output. */
export type Outputs<Name extends string> = Readonly<Record<Name, Float64Array>>;

/** What calling an indicator on a whole series returns: the column itself when there is only `value`. */
type Whole<Name extends string> = [Name] extends ['value'] ? Float64Array : Outputs<Name>;

/** The same for one bar. */
type Single<Name extends string> = [Name] extends ['value'] ? number : Readonly<Record<Name, number>>;

export interface IndicatorSpec<P extends IndicatorParameters, Name extends string> {
  /** Jesse's name, camelCased: `bollingerBands`. */
  readonly name: string;
  /** Every parameter with Jesse's default, in Jesse's order. */
  readonly parameters: P;
  /** What their values may be, where the rules by name in parameters.ts do not say it. */
  readonly limits?: { readonly [K in keyof P]?: Limit };
  readonly outputs: readonly Name[];
  /** Outputs that are NaN where there is nothing to say, also after the warm-up. */
  readonly sparse?: readonly NoInfer<Name>[];
  /** One line a trader can check against a book. */
  readonly formula: string;
  /** Where the formula comes from. */
  readonly source: string;
  /** True when `compute` needs high, low or volume and so cannot work on a plain series. */
  readonly needsCandles?: boolean;
  /** True when it compares two markets: `compute` then also gets the other one's candles, as many. */
  readonly needsSecond?: boolean;
  /** Bars at the start for which not all outputs (but sparse ones) are numbers. */
  warmup(parameters: P): number;
  /**
   * Bars back from which on a value no longer depends on the input beyond the last bits of a double;
   * Infinity (the default) for values that depend on all that came before. Forming bars are computed over this much only.
   * Where it depends on how far bars are apart, `step` milliseconds, it is that of the closest ones without it.
   */
  memory?(parameters: P, step?: number): number;
  /**
   * Instead of `memory` where outputs agree, sooner or later, wherever they begin, and once they do go on to: bars in
   * which they nearly always come to. Forming bars are then computed over these, and over all if they did not.
   */
  settling?(parameters: P): number;
  /** Whether it takes more to go on to agree: that the first output rose and fell meanwhile, as a stop that turns. */
  readonly settlesByTurning?: boolean;
  /**
   * Fills fresh columns as long as the input. Value `i` must not depend on input after `i`.
   * Truths are 1 and 0. `second` is `candles` itself unless `needsSecond` is set.
   */
  compute(candles: CandleColumns, parameters: P, second: CandleColumns): Outputs<Name>;
}

/** An indicator as strategies and scripts use it: callable on a whole series, and a description of itself. */
export interface Indicator<P extends IndicatorParameters = IndicatorParameters, Name extends string = string> {
  (input: IndicatorInput, parameters?: Partial<P>, second?: IndicatorInput): Whole<Name>;
  /** The value at the end of the input; of its last `bars` bars only, when given (Jesse slices to its warm-up, 240). */
  last(input: IndicatorInput, parameters?: Partial<P>, bars?: number, second?: IndicatorInput): Single<Name>;
  /** What calling it returns, but always as named columns. */
  columns(input: IndicatorInput, parameters?: Partial<P>, second?: IndicatorInput): Outputs<Name>;
  readonly spec: IndicatorSpec<P, Name>;
}

/** Any indicator, for lists of them; what it cannot know at compile time is checked when it is called. */
export interface AnyIndicator {
  last(input: IndicatorInput, parameters?: IndicatorParameters, bars?: number, second?: IndicatorInput): unknown;
  columns(input: IndicatorInput, parameters?: IndicatorParameters, second?: IndicatorInput): Outputs<string>;
  readonly spec: IndicatorSpec<IndicatorParameters, string>;
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
  const columns = (input: IndicatorInput, given?: Partial<Values>, second?: IndicatorInput): Outputs<Name> =>
    columnsOf<Values, Name>(spec, input, completeParameters<Values>(spec, given), second);
  const call = (input: IndicatorInput, given?: Partial<Values>, second?: IndicatorInput): Whole<Name> => {
    const outputs = columns(input, given, second);
    return (isSingle(spec) ? outputs['value' as Name] : outputs) as Whole<Name>;
  };
  const last = (
    input: IndicatorInput,
    given?: Partial<Values>,
    bars = Number.POSITIVE_INFINITY,
    second?: IndicatorInput,
  ): Single<Name> => {
    const outputs = columns(tail(input, bars), given, second && tail(second, bars));
    const at = (name: Name): number => outputs[name].at(-1) ?? Number.NaN;
    if (isSingle(spec)) return at('value' as Name) as Single<Name>;
    return Object.fromEntries(spec.outputs.map((name) => [name, at(name)])) as Single<Name>;
  };
  return Object.assign(call, { last, columns, spec });
}

function isSingle(spec: { readonly outputs: readonly string[] }): boolean {
  return spec.outputs.length === 1 && spec.outputs[0] === 'value';
}

/** A series that begins with NaN (another indicator's, say) begins for this one at its first number. */
function columnsOf<P extends IndicatorParameters, Name extends string>(
  spec: IndicatorSpec<P, Name>,
  input: IndicatorInput,
  parameters: P,
  second: IndicatorInput | undefined,
): Outputs<Name> {
  if (spec.needsSecond) {
    const [candles, other] = pairOf(spec.name, input, second);
    return spec.compute(candles, parameters, other);
  }
  const candles = asCandles(input, spec.name, spec.needsCandles ?? false);
  if (!isCandles(input)) checkForSeries(spec.name, parameters);
  const from = isCandles(input) ? 0 : firstNumber(candles.close);
  if (from === 0) return spec.compute(candles, parameters, candles);
  const rest = sliceColumns(candles, from, candles.length);
  const outputs = spec.compute(rest, parameters, rest);
  return Object.fromEntries(
    spec.outputs.map((name) => {
      const column = nanSeries(candles.length);
      column.set(outputs[name], from);
      return [name, column];
    }),
  ) as Outputs<Name>;
}

function pairOf(
  name: string,
  input: IndicatorInput,
  second: IndicatorInput | undefined,
): readonly [CandleColumns, CandleColumns] {
  if (second === undefined) throw new RangeError(`${name} compares two markets: give the other one's candles as well`);
  if (second.length !== input.length) {
    throw new RangeError(`${name} needs as many bars of both markets, not ${input.length} and ${second.length}`);
  }
  return [asCandles(input, name, false), asCandles(second, name, false)];
}

function isCandles(input: IndicatorInput): input is CandleColumns {
  return 'close' in input;
}

/** Columns exactly as long as the input. A plain series stands for candles all of whose prices are its values, without volume. */
function asCandles(input: IndicatorInput, name: string, needsCandles: boolean): CandleColumns {
  if (isCandles(input)) return input.close.length === input.length ? input : sliceColumns(input, 0, input.length);
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
