import { asCandles, type Indicator, type IndicatorInput, indicator, type Outputs } from '../../indicators/indicator.ts';
import type { IndicatorParameters } from '../../indicators/parameters.ts';
import { type CandleColumns, copyColumns, sliceColumns } from '../../model/candle.ts';
import { JbtError } from '../../model/errors.ts';

/** Values of one output, a number for each candle: an array or a typed array. */
type Values = ArrayLike<number>;

/** Bars that tell the names of outputs. */
const NAMING_BARS = 512;

/** An indicator as a plain function: candles, oldest first, to as many values, or to several outputs by name. */
export type IndicatorFunction<Found = Values | Readonly<Record<string, Values>>> = (candles: CandleColumns) => Found;

/** True for a function of a strategy that is no indicator of `ta` or of `indicator({...})`. */
export function isPlain(given: unknown): given is IndicatorFunction {
  return typeof given === 'function' && !('columns' in given);
}

/** Makes an indicator of a plain function. `input` tells the names of its outputs. Throws InvalidStrategy. */
export function ownIndicator(
  compute: IndicatorFunction,
  input: IndicatorInput,
): Indicator<IndicatorParameters, string> {
  const name = compute.name === '' ? 'an indicator' : `the indicator ${compute.name}`;
  const outputsOver = (input: CandleColumns): Outputs<string> => outputsOf(name, compute(input), input.length);
  return indicator({
    name,
    parameters: {},
    outputs: namesOf(outputsOver, asCandles(input, name, false)),
    warmup: () => 0,
    compute: outputsOver,
  });
}

function namesOf(outputsOver: (input: CandleColumns) => Outputs<string>, candles: CandleColumns): readonly string[] {
  try {
    return Object.keys(outputsOver(copyColumns(sliceColumns(candles, 0, Math.min(NAMING_BARS, candles.length)))));
  } catch {
    // The function may need more bars.
    return Object.keys(outputsOver(copyColumns(candles)));
  }
}

function outputsOf(name: string, found: unknown, length: number): Outputs<string> {
  const outputs = isValues(found) ? { value: found } : found;
  if (typeof outputs !== 'object' || outputs === null) throw noOutputs(name, `${outputs}`, length);
  const columns = Object.entries<unknown>({ ...outputs }).map(([output, values]) => {
    if (!isValues(values)) throw noOutputs(name, `${output} is no array`, length);
    if (values.length !== length) throw noOutputs(name, `${values.length} values`, length);
    return [output, Float64Array.from(values)] as const;
  });
  if (columns.length === 0) throw noOutputs(name, 'nothing', length);
  return Object.fromEntries(columns);
}

function isValues(found: unknown): found is Values {
  return Array.isArray(found) || ArrayBuffer.isView(found);
}

function noOutputs(name: string, found: string, length: number): JbtError {
  const wanted = `an array of ${length} numbers, one for each candle, or several by name`;
  return new JbtError('InvalidStrategy', `${name} must return ${wanted}; it returned ${found}`);
}
