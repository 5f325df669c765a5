import { type IndicatorInput, type Outputs, tail } from '../../indicators/indicator.ts';
import type { IndicatorParameters } from '../../indicators/parameters.ts';
import { shortestStep } from '../../model/candle.ts';
import { type Computation, computeOver } from './computation.ts';
import type { IndicatorSource } from './indicator-source.ts';

/** True when the last `bars` bars give each value that all bars give, to the last bit but those of rounding. */
export function remembersAtMost<P extends IndicatorParameters, Name extends string>(
  bars: number,
  { indicator: { spec }, parameters, source }: Computation<P, Name>,
): boolean {
  if (spec.readsAllBars) return true;
  return (
    !spec.fades?.(parameters) &&
    (spec.memory?.(parameters, shortestStep(source.series.whole)) ?? Number.POSITIVE_INFINITY) < bars
  );
}

/** Columns whose value at each bar is computed over the last `bars` bars alone: a window a bar, as Jesse slices. */
export function windowedColumns<P extends IndicatorParameters, Name extends string>(
  bars: number,
  computation: Computation<P, Name>,
): Outputs<Name> {
  const { indicator, parameters, source, second } = computation;
  const { length } = source.whole;
  const valuesTo = (end: number): Outputs<Name> =>
    valuesOf(computation, tail(source.whole, bars, end), second && tail(second.whole, bars, end));
  // The first window begins with the first bar: its values are those of all windows within it.
  const first = valuesTo(Math.min(bars, length));
  const leading = (indicator.spec.fewestBars?.(parameters) ?? 1) - 1;
  const columns = indicator.spec.outputs.map((name) => {
    const column = new Float64Array(length);
    column.set(first[name]);
    return [name, column.fill(Number.NaN, 0, leading)] as const;
  });
  for (let end = bars + 1; end <= length; end++) {
    const values = valuesTo(end);
    for (const [name, column] of columns) column[end - 1] = values[name][bars - 1];
  }
  return Object.fromEntries(columns) as Outputs<Name>;
}

/** The values of the window that ends at the present, with the forming bar; computed once per present. */
export function windowAtPresent<P extends IndicatorParameters, Name extends string>(
  bars: number,
  computation: Computation<P, Name>,
): () => Outputs<Name> {
  const { source, second } = computation;
  return oncePerPresent(source, () => valuesOf(computation, source.newest(bars), second?.newest(bars)));
}

function valuesOf<P extends IndicatorParameters, Name extends string>(
  computation: Computation<P, Name>,
  window: IndicatorInput,
  second: IndicatorInput | undefined,
): Outputs<Name> {
  const { outputs, fewestBars } = computation.indicator.spec;
  if (window.length >= (fewestBars?.(computation.parameters) ?? 0)) return computeOver(computation, window, second);
  const missing = new Float64Array(window.length).fill(Number.NaN);
  return Object.fromEntries(outputs.map((name) => [name, missing])) as Outputs<Name>;
}

/** Keeps what `compute` gives until the market moves on. */
export function oncePerPresent<Value>({ series: { market } }: IndicatorSource, compute: () => Value): () => Value {
  let known: { readonly stamp: number; readonly value: Value } | null = null;
  return () => {
    if (known?.stamp !== market.stamp) known = { stamp: market.stamp, value: compute() };
    return known.value;
  };
}
