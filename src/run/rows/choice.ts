import { JbtError } from '../../model/errors.ts';
import { checkCondition } from '../expressions/check.ts';
import { evaluate, rowScope } from '../expressions/evaluate.ts';
import { parseExpression } from '../expressions/parse.ts';
import type { JobReport } from '../report.ts';
import { suggestion } from '../text/nearest.ts';
import { rowKinds, valueIn } from './fields.ts';

/** Compiles a condition on rows. Throws JbtError `InvalidOption` with the place of the fault. */
export function rowCondition(text: string, parameters: Iterable<string>): (row: JobReport) => boolean {
  try {
    const expression = parseExpression(text);
    checkCondition(expression, text, rowKinds(parameters));
    return (row) =>
      evaluate(
        expression,
        rowScope((name) => valueIn(row, name)),
      ) === true;
  } catch (error) {
    if (error instanceof JbtError) throw new JbtError(error.code, `--where: ${error.message}`);
    throw error;
  }
}

/** Checks the names of columns. Throws JbtError `InvalidOption` with the nearest known name. */
export function checkColumns(columns: readonly string[], parameters: Iterable<string>): void {
  const known = rowKinds(parameters);
  const unknown = columns.find((name) => !known.has(name));
  if (unknown === undefined) return;
  const hint = suggestion(unknown, known.keys()) || '; allowed: metrics, parameters, strategy, symbol, timeframe';
  throw new JbtError(
    'InvalidOption',
    `--columns: there is no ${unknown === '' ? 'name before a comma' : unknown}${hint}`,
  );
}
