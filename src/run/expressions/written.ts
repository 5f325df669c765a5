import type { Expression } from './expression.ts';

/** An expression as text, with parentheses around every operation within another. */
export function written(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string' ? `'${expression.value}'` : String(expression.value);
    case 'name':
      return expression.name;
    case 'aggregate':
      return `${expression.name}(${written(expression.operand)})`;
    case 'negate':
      return `-${grouped(expression.operand)}`;
    case 'not':
      return `not ${grouped(expression.operand)}`;
    case 'arithmetic':
    case 'compare':
    case 'logic':
      return `${grouped(expression.left)} ${expression.operator} ${grouped(expression.right)}`;
  }
}

function grouped(expression: Expression): string {
  const isSimple = ['literal', 'name', 'aggregate'].includes(expression.kind);
  return isSimple ? written(expression) : `(${written(expression)})`;
}

/** The expression and all within it. */
export function* partsOf(expression: Expression): Generator<Expression> {
  yield expression;
  switch (expression.kind) {
    case 'literal':
    case 'name':
      return;
    case 'aggregate':
    case 'negate':
    case 'not':
      yield* partsOf(expression.operand);
      return;
    case 'arithmetic':
    case 'compare':
    case 'logic':
      yield* partsOf(expression.left);
      yield* partsOf(expression.right);
      return;
  }
}
