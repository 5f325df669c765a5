import { sizeToQty } from 'jbt-runner';

/** An expression of the scenario language: see `dsl` in scenarios.json. */
export type Expression = number | boolean | null | string | readonly Expression[];

/** Gives the value of a variable by its name in the scenario language. */
export type Lookup = (name: string) => unknown;

export function evaluate(expression: Expression, lookup: Lookup): unknown {
  if (typeof expression === 'string') return lookup(expression);
  if (!Array.isArray(expression)) return expression;
  const [operator, ...operands]: readonly [string, ...Expression[]] = expression as never;
  if (operator === 'str') return operands[0];
  if (operator === 'and') return operands.every((operand) => isTrue(evaluate(operand, lookup)));
  if (operator === 'or') return operands.some((operand) => isTrue(evaluate(operand, lookup)));
  return apply(
    operator,
    operands.map((operand) => evaluate(operand, lookup)),
  );
}

function apply(operator: string, values: readonly unknown[]): unknown {
  const [a, b] = values as readonly number[];
  switch (operator) {
    case '+':
      return (values as readonly number[]).reduce((sum, value) => sum + value);
    case '-':
      return values.length === 1 ? -a : a - b;
    case '*':
      return (values as readonly number[]).reduce((product, value) => product * value);
    case '/':
      return a / b;
    case '%':
      return ((a % b) + b) % b;
    case '==':
      return same(values[0], values[1]);
    case '!=':
      return !same(values[0], values[1]);
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case 'not':
      return !isTrue(values[0]);
    case 'in':
      if (typeof values[1] === 'string') return values[1].includes(String(values[0]));
      return (values[1] as readonly unknown[]).some((element) => same(values[0], element));
    case 'abs':
      return Math.abs(a);
    case 'round':
      return roundTo(a, b ?? 0);
    case 'list':
      return values;
    case 'size_to_qty':
      return sizeToQty(a, b, (values[2] as number | undefined) ?? 3);
    default:
      throw new RangeError(`the scenario language has no operator ${operator}`);
  }
}

/** Python's truth: nothing, zero and empty values are false. */
export function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** Python's number of a value: true is 1. */
function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, i) => same(value, b[i]));
  return comparable(a) === comparable(b);
}

function comparable(value: unknown): unknown {
  if (typeof value === 'boolean') return Number(value);
  return isNothing(value) ? null : value;
}

/** NaN stands for Jesse's None. */
export function isNothing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

/** To so many decimals as Python prints them: exact ties go to the even digit. */
export function roundTo(value: number, digits: number): number {
  return Number.isFinite(value) ? Number(toFixedHalfEven(value, digits)) : value;
}

export function toFixedHalfEven(value: number, digits: number): string {
  const exact = Math.abs(value) < 1e21 ? value.toFixed(100) : '';
  const rest = exact.slice(exact.indexOf('.') + 1 + digits);
  const rounded = value.toFixed(digits);
  if (!/^50*$/.test(rest)) return rounded;
  const down = exact.slice(0, exact.indexOf('.') + 1 + digits).replace(/\.$/, '');
  return Number(down.at(-1)) % 2 === 0 ? down : rounded;
}
