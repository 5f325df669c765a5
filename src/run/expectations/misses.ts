import { aggregated, takesCondition } from '../expressions/aggregates.ts';
import { evaluate, rowScope, type Scope } from '../expressions/evaluate.ts';
import type { Expression, Value } from '../expressions/expression.ts';
import { partsOf, written } from '../expressions/written.ts';
import type { ExpectationReport, JobReport } from '../report.ts';
import { valueIn } from '../rows/fields.ts';
import { counted } from '../text/numbers.ts';
import type { ReadExpectation } from './expectation.ts';

/** A row, and its position in the batch from 0. */
export interface PlacedRow {
  readonly position: number;
  readonly row: JobReport;
}

type Rows = () => Iterable<PlacedRow>;

/** Misses that a report has in full; further ones are counted. */
const MOST_MISSES = 100;

/** Checks expectations against the rows of a run, which are read once for each function and expectation. */
export function checkExpectations(expectations: readonly ReadExpectation[], rows: Rows): readonly ExpectationReport[] {
  return expectations.map((expectation) => {
    const own = function* (): Generator<JobReport> {
      for (const { position, row } of rows()) {
        if (position >= expectation.first && position < expectation.end) yield row;
      }
    };
    const { text: expect, at, over } = expectation;
    const found = over === 'batch' ? missesOfBatch(expectation, own) : missesOfJobs(expectation, own());
    return { expect, at, over, ...found };
  });
}

type Found = Pick<ExpectationReport, 'backtests' | 'missed' | 'misses'>;

function missesOfJobs({ expression }: ReadExpectation, rows: Iterable<JobReport>): Found {
  const misses: ExpectationReport['misses'][number][] = [];
  let [backtests, missed] = [0, 0];
  for (const row of rows) {
    backtests += 1;
    const scope = rowScope((name) => valueIn(row, name));
    if (evaluate(expression, scope) === true && isWhole(expression, scope)) continue;
    missed += 1;
    if (misses.length < MOST_MISSES) misses.push({ job: row.id, message: missText(expression, scope) });
  }
  return { backtests, missed, misses };
}

function missesOfBatch({ expression }: ReadExpectation, rows: () => Iterable<JobReport>): Found {
  const backtests = [...rows()].length;
  const scope: Scope = { valueFor: () => null, aggregateOf: (aggregate) => aggregateOver(aggregate, rows()).value };
  if (evaluate(expression, scope) === true && isWhole(expression, scope)) return { backtests, missed: 0, misses: [] };
  const gaps = [...partsOf(expression)].flatMap((part) => (part.kind === 'aggregate' ? gapText(part, rows()) : []));
  const message = [missText(expression, scope), ...new Set(gaps)].join('; ');
  return { backtests, missed: 1, misses: [{ job: null, message }] };
}

type AggregateExpression = Extract<Expression, { kind: 'aggregate' }>;

/** Value of an aggregate; null where a row has none, so that a failed backtest cannot be overlooked. */
function aggregateOver({ name, operand }: AggregateExpression, rows: Iterable<JobReport>) {
  const values: number[] = [];
  let [count, missing] = [0, 0];
  for (const row of rows) {
    count += 1;
    const value = evaluate(
      operand,
      rowScope((field) => valueIn(row, field)),
    );
    if (takesCondition(name)) values.push(value === true ? 1 : 0);
    else if (typeof value === 'number' && !Number.isNaN(value)) values.push(value);
    else missing += 1;
  }
  return { value: missing > 0 ? null : aggregated(name, values), count, missing };
}

function gapText(aggregate: AggregateExpression, rows: Iterable<JobReport>): readonly string[] {
  const { count, missing } = aggregateOver(aggregate, rows);
  return missing === 0 ? [] : [`${missing} of ${counted(count, 'backtest')} without ${written(aggregate.operand)}`];
}

/** False where `not` or `!=` would make a missing value meet an expectation. */
function isWhole(expression: Expression, scope: Scope): boolean {
  return [...partsOf(expression)].every((part) => part.kind !== 'not' || missingIn(part, scope).length === 0);
}

/** The names and functions of an expression that have no value. */
function missingIn(expression: Expression, scope: Scope): readonly string[] {
  return [...valuesIn(expression, scope)].filter(([, value]) => isMissing(value)).map(([text]) => text);
}

function valuesIn(expression: Expression, scope: Scope): ReadonlyMap<string, Value> {
  // The names within an aggregate have no value of their own.
  const within = expression.kind === 'aggregate' ? [] : [...childrenOf(expression)];
  if (expression.kind === 'name' || expression.kind === 'aggregate') {
    return new Map([[written(expression), evaluate(expression, scope)]]);
  }
  return new Map(within.flatMap((child) => [...valuesIn(child, scope)]));
}

function childrenOf(expression: Expression): readonly Expression[] {
  if ('left' in expression) return [expression.left, expression.right];
  return 'operand' in expression ? [expression.operand] : [];
}

function isMissing(value: Value): boolean {
  return value === null || Number.isNaN(value);
}

/** Each part of a conjunction that is false, and by how much. */
function missText(expression: Expression, scope: Scope): string {
  if (expression.kind === 'logic' && expression.operator === 'and') {
    const sides = [expression.left, expression.right].map((side) => ({ side, holds: evaluate(side, scope) === true }));
    const wrong = sides.filter(({ holds }) => !holds);
    return (wrong.length === 0 ? sides : wrong).map(({ side }) => missText(side, scope)).join('; ');
  }
  const missing = missingIn(expression, scope);
  if (missing.length > 0) return missing.map((name) => `${name} has no value`).join(', ');
  if (expression.kind === 'compare') return comparisonText(expression, scope);
  const values = [...valuesIn(expression, scope)].map(([name, value]) => `${name} is ${shown(value)}`);
  return [`${written(expression)} is false`, ...values].join(', ');
}

function comparisonText(expression: Extract<Expression, { kind: 'compare' }>, scope: Scope): string {
  const [left, right] = [evaluate(expression.left, scope), evaluate(expression.right, scope)];
  const text = `${written(expression.left)} is ${shown(left)}, expected ${expression.operator} ${shown(right)}`;
  if (typeof left !== 'number' || typeof right !== 'number' || expression.operator === '!=') return text;
  return `${text}, missed by ${shown(Math.abs(left - right))}`;
}

/** Six digits: a person compares them, and no floating-point noise shows. */
function shown(value: Value): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return typeof value === 'object' && value !== null ? value.join('+') : String(value);
}
