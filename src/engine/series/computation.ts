import * as ta from '../../indicators/index.ts';
import { type Indicator, type IndicatorInput, type Outputs, tail } from '../../indicators/indicator.ts';
import type { IndicatorParameters } from '../../indicators/parameters.ts';
import { copyColumns } from '../../model/candle.ts';
import type { IndicatorSource } from './indicator-source.ts';
import { refuseLookAhead } from './look-ahead.ts';

/** An indicator with the parameters and the sources that it is computed of. */
export interface Computation<P extends IndicatorParameters, Name extends string> {
  readonly indicator: Indicator<P, Name>;
  readonly parameters: P;
  readonly source: IndicatorSource;
  readonly second: IndicatorSource | undefined;
}

/** Specs of jbt's own indicators, which never write to their input. */
const OWN_SPECS: ReadonlySet<object> = new Set(Object.values(ta).map(({ spec }) => spec));

/** True for an indicator of jbt, whose name stands for it. */
export function isOwn({ spec }: { readonly spec: object }): boolean {
  return OWN_SPECS.has(spec);
}

/** The outputs over an input. An indicator of a strategy may write to it, and other sessions read it: it gets a copy. */
export function computeOver<P extends IndicatorParameters, Name extends string>(
  { indicator, parameters }: Computation<P, Name>,
  input: IndicatorInput,
  second: IndicatorInput | undefined,
): Outputs<Name> {
  if (isOwn(indicator)) return indicator.columns(input, parameters, second);
  return indicator.columns(copyOf(input), parameters, second && copyOf(second));
}

/** The outputs over the whole session, which hold values to come. Throws InvalidStrategy for an indicator that reads ahead. */
export function computeWhole<P extends IndicatorParameters, Name extends string>(
  computation: Computation<P, Name>,
): Outputs<Name> {
  const { indicator, source, second } = computation;
  const whole = computeOver(computation, source.whole, second?.whole);
  if (isOwn(indicator)) return whole;
  refuseLookAhead(indicator.spec.name, whole, source.whole.length, (bars) =>
    computeOver(computation, tail(source.whole, bars, bars), second && tail(second.whole, bars, bars)),
  );
  return whole;
}

function copyOf(input: IndicatorInput): IndicatorInput {
  return 'close' in input ? copyColumns(input) : input.slice();
}
