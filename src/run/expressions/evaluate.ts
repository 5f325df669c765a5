import type { Arithmetic, Comparison, Expression, Value } from './expression.ts';

type AggregateExpression = Extract<Expression, { kind: 'aggregate' }>;

/** Values that an expression reads. */
export interface Scope {
  readonly valueFor: (name: string) => Value;
  readonly aggregateOf: (expression: AggregateExpression) => Value;
}

/** Scope of one row, where a checked expression has no aggregates. */
export function rowScope(valueFor: Scope['valueFor']): Scope {
  return { valueFor, aggregateOf: () => null };
}

/** Evaluates a checked expression. A missing value makes every comparison false. */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'name':
      return scope.valueFor(expression.name);
    case 'aggregate':
      return scope.aggregateOf(expression);
    case 'negate':
      return numeric(evaluate(expression.operand, scope), (value) => -value);
    case 'not':
      return evaluate(expression.operand, scope) !== true;
    case 'arithmetic': {
      const right = evaluate(expression.right, scope);
      return numeric(evaluate(expression.left, scope), (left) =>
        numeric(right, (value) => calculated(expression.operator, left, value)),
      );
    }
    case 'compare':
      return compared(expression.operator, evaluate(expression.left, scope), evaluate(expression.right, scope));
    case 'logic': {
      const left = evaluate(expression.left, scope) === true;
      if (left === (expression.operator === 'or')) return left;
      return evaluate(expression.right, scope) === true;
    }
  }
}

/** Missing for what is no number, such as the Sharpe ratio of no trades. */
function numeric(value: Value, calculate: (value: number) => Value): Value {
  return typeof value === 'number' && !Number.isNaN(value) ? calculate(value) : null;
}

function calculated(operator: Arithmetic, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
  }
}

function compared(operator: Comparison, left: Value, right: Value): boolean {
  if (isMissing(left) || isMissing(right)) return false;
  if (operator === '!=') return !compared('=', left, right);
  return alternatives(left).some((one) => alternatives(right).some((other) => holds(operator, one, other)));
}

function isMissing(value: Value): value is null {
  return value === null || Number.isNaN(value);
}

function alternatives(value: Exclude<Value, null>): readonly (number | string | boolean)[] {
  return typeof value === 'object' ? value : [value];
}

function holds(
  operator: Exclude<Comparison, '!='>,
  left: number | string | boolean,
  right: number | string | boolean,
): boolean {
  if (typeof left !== typeof right) return false;
  switch (operator) {
    case '=':
      return left === right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}
