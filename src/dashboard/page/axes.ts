import type { ParameterValue } from '../../model/parameter.ts';
import type { JobReport } from '../../run/report.ts';
import { parameterLabel } from '../../run/text/labels.ts';
import { inOrder } from './format.ts';

/** Something that takes several values over the backtests of a run. */
export interface Axis {
  readonly name: string;
  readonly values: readonly ParameterValue[];
  of(row: JobReport): ParameterValue | undefined;
}

/** Traits in which the backtests of a run differ: parameters, timeframes, markets, strategies, dates. */
export function axesOf(rows: readonly JobReport[]): readonly Axis[] {
  const names = [...new Set(rows.flatMap(({ parameters }) => Object.keys(parameters)))];
  return [
    ...names.map((name) => axis(name, rows, ({ parameters }) => parameters[name])),
    axis('timeframe', rows, ({ routes }) => routes.map(({ timeframe }) => timeframe).join('+')),
    axis('market', rows, ({ routes }) => routes.map(({ symbol }) => symbol).join('+')),
    axis('strategy', rows, ({ strategy }) => strategy),
    axis('from', rows, ({ from }) => from),
  ].filter(({ values }) => values.length > 1);
}

function axis(name: string, rows: readonly JobReport[], of: Axis['of']): Axis {
  const values = [...new Set(rows.map(of))].filter((value) => value !== undefined);
  return { name, values: values.sort(inOrder), of };
}

/** A value of an axis as text. */
export function labelOf(value: ParameterValue | undefined): string {
  return value === undefined ? '' : parameterLabel(value);
}
