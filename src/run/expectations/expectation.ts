import { type ErrorCode, JbtError } from '../../model/errors.ts';
import { checkBatchCondition, checkCondition } from '../expressions/check.ts';
import type { Expression } from '../expressions/expression.ts';
import { parseExpression } from '../expressions/parse.ts';
import { partsOf } from '../expressions/written.ts';
import { rowKinds } from '../rows/fields.ts';

/** A condition that results must meet, and its place, for messages. */
export interface Expectation {
  readonly text: string;
  readonly at: string;
  /** Code of the error where it cannot be read. */
  readonly code: ErrorCode;
}

/** An expectation of some jobs: those at the positions from `first`, from 0, to before `end`. */
export interface PlannedExpectation extends Expectation {
  readonly first: number;
  readonly end: number;
}

/** A checked expectation. One with aggregates is met or missed by all its backtests together. */
export interface ReadExpectation extends PlannedExpectation {
  readonly expression: Expression;
  readonly over: 'backtest' | 'batch';
}

/** Parses and checks expectations. Throws JbtError with the code and the place of each. */
export function readExpectations(
  planned: readonly PlannedExpectation[],
  parameters: Iterable<string>,
): readonly ReadExpectation[] {
  const names = rowKinds(parameters);
  return planned.map((expectation) => {
    try {
      return { ...expectation, ...checked(expectation.text, names) };
    } catch (error) {
      if (error instanceof JbtError) throw new JbtError(expectation.code, `${expectation.at}: ${error.message}`);
      throw error;
    }
  });
}

function checked(text: string, names: ReturnType<typeof rowKinds>): Pick<ReadExpectation, 'expression' | 'over'> {
  const expression = parseExpression(text);
  const isOverBatch = [...partsOf(expression)].some(({ kind }) => kind === 'aggregate');
  if (isOverBatch) checkBatchCondition(expression, text, names);
  else checkCondition(expression, text, names);
  return { expression, over: isOverBatch ? 'batch' : 'backtest' };
}
