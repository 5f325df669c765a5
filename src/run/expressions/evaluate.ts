import type { Arithmetic, Comparison, Expression, Value } from './expression.ts';

/** Evaluates a checked expression. A missing value makes every comparison false. */
export function evaluate(expression: Expression, valueFor: (name: string) => Value): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'name':
      return valueFor(expression.name);
    case 'negate':
      return numeric(evaluate(expression.operand, valueFor), (value) => -value);
    case 'not':
      return evaluate(expression.operand, valueFor) !== true;
    case 'arithmetic': {
      const right = evaluate(expression.right, valueFor);
      return numeric(evaluate(expression.left, valueFor), (left) =>
        numeric(right, (value) => calculated(expression.operator, left, value)),
      );
    }
    case 'compare':
      return compared(expression.operator, evaluate(expression.left, valueFor), evaluate(expression.right, valueFor));
    case 'logic': {
      const left = evaluate(expression.left, valueFor) === true;
      if (left === (expression.operator === 'or')) return left;
      return evaluate(expression.right, valueFor) === true;
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
