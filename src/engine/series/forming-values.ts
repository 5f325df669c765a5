import type { Outputs } from '../../indicators/indicator.ts';
import type { IndicatorParameters } from '../../indicators/parameters.ts';
import { shortestStep } from '../../model/candle.ts';
import { type Computation, computeOver } from './computation.ts';
import { isSame } from './look-ahead.ts';
import { oncePerPresent } from './windows.ts';

/**
 * The indicator up to the present, with the forming bar: computed once per present, over as few bars as suffice.
 * The values at complete bars, compared with `whole`, show that they suffice. They do not always: while prices stand
 * still, averages of changes keep their ratio longer than the indicator's stated memory.
 */
export function formingValues<P extends IndicatorParameters, Name extends string>(
  computation: Computation<P, Name>,
  whole: Outputs<Name>,
): () => Outputs<Name> {
  const { parameters, source, second } = computation;
  const { spec } = computation.indicator;
  const step = shortestStep(source.series.whole);
  const bars = (spec.memory?.(parameters, step) ?? spec.settling?.(parameters) ?? Number.POSITIVE_INFINITY) + 1;
  const valuesOver = (count: number): Outputs<Name> =>
    computeOver(computation, source.newest(count), second?.newest(count));
  const newest = (): Outputs<Name> => {
    const { length } = source.series;
    if (bars >= length) return valuesOver(length);
    const values = valuesOver(bars);
    const compared = spec.settlesByTurning ? bars >> 1 : 1;
    const agree = spec.outputs.every((name) => endAlike(values[name], whole[name], length, compared));
    if (agree && (!spec.settlesByTurning || turns(values[spec.outputs[0]], compared))) return values;
    return valuesOver(length);
  };
  return oncePerPresent(source, newest);
}

/** True when the `compared` values before the last equal those of `whole`, of which `length` are past. */
function endAlike(values: Float64Array, whole: Float64Array, length: number, compared: number): boolean {
  for (let back = 2; back < 2 + compared; back++) {
    if (!isSame(values[values.length - back], whole[length - back])) return false;
  }
  return true;
}

/** True when values both rise and fall among the `compared` before the last. */
function turns(values: Float64Array, compared: number): boolean {
  let [rises, falls] = [false, false];
  for (let i = values.length - compared; i < values.length - 1; i++) {
    if (values[i] > values[i - 1]) rises = true;
    else if (values[i] < values[i - 1]) falls = true;
  }
  return rises && falls;
}
