import { type CandleColumns, sliceColumns } from '../model/candle.ts';
import { firstNumber, nanSeries } from './kernels/series.ts';
import {
  checkForSeries,
  completeParameters,
  type IndicatorParameters,
  type Limit,
  type ParameterType,
} from './parameters.ts';

export type { IndicatorParameters } from './parameters.ts';

/** The input of an indicator: a plain series, or candle columns. Oldest first. */
type Series = Float64Array | readonly number[];
export type IndicatorInput = Series | CandleColumns;

/** Columns by output name; `value` alone for an indicator with one output. */
export type Outputs<Name extends string> = Readonly<Record<Name, Float64Array>>;

/** The result of an indicator over a whole series: the column itself when there is only `value`. */
type Whole<Name extends string> = [Name] extends ['value'] ? Float64Array : Outputs<Name>;

/** The result for one bar. */
type Single<Name extends string> = [Name] extends ['value'] ? number : Readonly<Record<Name, number>>;

export interface IndicatorSpec<P extends IndicatorParameters, Name extends string> {
  /** Jesse's name, camelCased: `bollingerBands`. */
  readonly name: string;
  /** Every parameter with Jesse's default, in Jesse's order. */
  readonly parameters: P;
  /** Limits of their values that the rules by name in parameters.ts do not know. */
  readonly limits?: { readonly [K in keyof P]?: Limit };
  readonly outputs: readonly Name[];
  /** Outputs that can be NaN after the warm-up. */
  readonly sparse?: readonly NoInfer<Name>[];
  /** One line that a trader can check against a book. */
  readonly formula?: string;
  /** The origin of the formula. */
  readonly source?: string;
  /** Difference from Jesse and its reason, if there is one. */
  readonly differs?: string;
  /** Set when `compute` needs high, low or volume, and so cannot work on a plain series. */
  readonly needsCandles?: boolean;
  /** Set when it compares two markets: `compute` also gets as many candles of the other one. */
  readonly needsSecond?: boolean;
  /** Bars at the start for which not all outputs (but sparse ones) are numbers. */
  warmup(parameters: P): number;
  /**
   * Bars after which the input no longer counts, beyond the last bits of a double. Infinity, the default, is for values
   * that depend on the whole past. Forming bars are computed over this many bars only. `step` is the distance of two
   * bars in milliseconds; without it the memory is that of the closest bars.
   */
  memory?(parameters: P, step?: number): number;
  /** True when older bars fade below the last bit beyond `memory`, as in an exponential average, instead of leaving. */
  fades?(parameters: P): boolean;
  /** Bars below which the value over a window is NaN in Jesse, though a whole series has values there. */
  fewestBars?(parameters: P): number;
  /** True when Jesse computes the last value over all bars too, instead of the last 240. */
  readonly readsAllBars?: boolean;
  /**
   * Stands in for `memory` where outputs come to agree wherever they begin, and agree from then on. It is the number of
   * bars in which they nearly always do. Forming bars are computed over these bars, and over all if they did not agree.
   */
  settling?(parameters: P): number;
  /** Set when outputs agree for good only after the first one rose and fell, as a stop that turns. */
  readonly settlesByTurning?: boolean;
  /**
   * Fills fresh columns as long as the input. Value `i` must not depend on input after `i`.
   * Truth values are 1 and 0. `second` is `candles` itself unless `needsSecond` is set.
   */
  compute(candles: CandleColumns, parameters: P, second: CandleColumns): Outputs<Name>;
}

/** An indicator as strategies and scripts use it: it can be called on a whole series, and carries its description. */
export interface Indicator<P extends IndicatorParameters = IndicatorParameters, Name extends string = string> {
  (input: IndicatorInput, parameters?: Partial<P>, second?: IndicatorInput): Whole<Name>;
  /** The value at the end of the input, or of its last `bars` bars: Jesse slices to its warm-up, 240. */
  last(input: IndicatorInput, parameters?: Partial<P>, bars?: number, second?: IndicatorInput): Single<Name>;
  /** The result over a whole series, always as named columns. */
  columns(input: IndicatorInput, parameters?: Partial<P>, second?: IndicatorInput): Outputs<Name>;
  readonly spec: IndicatorSpec<P, Name>;
}

/** Any indicator, for lists of them: its arguments are checked when it is called, not at compile time. */
export interface AnyIndicator {
  last(input: IndicatorInput, parameters?: IndicatorParameters, bars?: number, second?: IndicatorInput): unknown;
  columns(input: IndicatorInput, parameters?: IndicatorParameters, second?: IndicatorInput): Outputs<string>;
  readonly spec: IndicatorSpec<IndicatorParameters, string>;
}

/** Widens `5` to `number` and `'close'` to all its alternatives, so that other values can be given. */
type Widened<P> = { readonly [K in keyof P]: ParameterType<K, P[K]> };

/** Makes an indicator of its description. It throws a RangeError that names indicator and parameter of a bad value. */
export function indicator<const P extends IndicatorParameters, Name extends string>(
  spec: IndicatorSpec<Widened<P>, Name> & { readonly parameters: P },
): Indicator<Widened<P>, Name> {
  type Values = Widened<P>;
  const columns = (input: IndicatorInput, given?: Partial<Values>, second?: IndicatorInput): Outputs<Name> =>
    columnsOf<Values, Name>(spec, input, completeParameters<Values>(spec, given), second);
  const call = (input: IndicatorInput, given?: Partial<Values>, second?: IndicatorInput): Whole<Name> => {
    const outputs = columns(input, given, second);
    return (isSingle({ spec }) ? outputs['value' as Name] : outputs) as Whole<Name>;
  };
  const last = (
    input: IndicatorInput,
    given?: Partial<Values>,
    bars = Number.POSITIVE_INFINITY,
    second?: IndicatorInput,
  ): Single<Name> => {
    const outputs = columns(tail(input, bars), given, second && tail(second, bars));
    const at = (name: Name): number => outputs[name].at(-1) ?? Number.NaN;
    if (isSingle({ spec })) return at('value' as Name) as Single<Name>;
    return Object.fromEntries(spec.outputs.map((name) => [name, at(name)])) as Single<Name>;
  };
  return Object.assign(call, { last, columns, spec });
}

/** True for an indicator whose only output is `value`. */
export function isSingle({ spec }: { readonly spec: { readonly outputs: readonly string[] } }): boolean {
  return spec.outputs.length === 1 && spec.outputs[0] === 'value';
}

/** Cuts leading NaN off a series, such as the warm-up of another indicator: it begins at its first number. */
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

/** Columns exactly as long as the input. A plain series becomes candles without volume, and its values all their prices. */
export function asCandles(input: IndicatorInput, name: string, needsCandles: boolean): CandleColumns {
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

/** The last `bars` bars before `end`; the input itself when that is all of it. */
export function tail(input: IndicatorInput, bars: number, end = input.length): IndicatorInput {
  const from = Math.max(0, end - bars);
  if (from === 0 && end === input.length) return input;
  if (isCandles(input)) return sliceColumns(input, from, end);
  return input instanceof Float64Array ? input.subarray(from, end) : input.slice(from, end);
}
