import { suggestion } from '../text/nearest.ts';
import { takesCondition } from './aggregates.ts';
import { type Expression, expressionError } from './expression.ts';

/** Kind of a value. Only when it is evaluated is the kind of `any` known. */
export type Kind = 'number' | 'text' | 'truth' | 'any';

const KIND_WORDS: Readonly<Record<Kind, string>> = {
  number: 'a number',
  text: 'text',
  truth: 'true or false',
  any: 'a value',
};

/** Checks names and kinds; the whole must be true or false. Throws JbtError `InvalidOption` with the place of the fault. */
export function checkCondition(expression: Expression, text: string, names: ReadonlyMap<string, Kind>): void {
  new Checker(text, names, 'row').expect(expression, 'truth');
}

/** Checks a condition over many rows, whose names stand within aggregates. Throws JbtError `InvalidOption`. */
export function checkBatchCondition(expression: Expression, text: string, names: ReadonlyMap<string, Kind>): void {
  new Checker(text, names, 'batch').expect(expression, 'truth');
}

/** Place of an expression: it reads one row, many rows through aggregates, or stands within an aggregate. */
type Reach = 'row' | 'batch' | 'aggregate';

class Checker {
  readonly #text: string;
  readonly #names: ReadonlyMap<string, Kind>;
  readonly #reach: Reach;

  constructor(text: string, names: ReadonlyMap<string, Kind>, reach: Reach) {
    this.#text = text;
    this.#names = names;
    this.#reach = reach;
  }

  expect(expression: Expression, expected: Kind): void {
    const found = this.#kindOf(expression);
    if (agree(found, expected)) return;
    const hint = expected === 'truth' ? ', such as a comparison' : '';
    const problem = `expected ${KIND_WORDS[expected]}${hint}, found ${KIND_WORDS[found]}`;
    throw expressionError(this.#text, expression.at, problem);
  }

  #kindOf(expression: Expression): Kind {
    switch (expression.kind) {
      case 'literal':
        return kindOfValue(expression.value);
      case 'name':
        return this.#kindOfName(expression.name, expression.at);
      case 'aggregate':
        this.#aggregate(expression);
        return 'number';
      case 'negate':
        this.expect(expression.operand, 'number');
        return 'number';
      case 'not':
        this.expect(expression.operand, 'truth');
        return 'truth';
      case 'arithmetic':
        this.expect(expression.left, 'number');
        this.expect(expression.right, 'number');
        return 'number';
      case 'compare':
        this.#compare(expression);
        return 'truth';
      case 'logic':
        this.expect(expression.left, 'truth');
        this.expect(expression.right, 'truth');
        return 'truth';
    }
  }

  #aggregate({ name, at, operand }: Extract<Expression, { kind: 'aggregate' }>): void {
    if (this.#reach === 'row') throw expressionError(this.#text, at, `${name}() needs many backtests, here is one`);
    if (this.#reach === 'aggregate')
      throw expressionError(this.#text, at, `${name}() cannot stand in another function`);
    const within = new Checker(this.#text, this.#names, 'aggregate');
    within.expect(operand, takesCondition(name) ? 'truth' : 'number');
  }

  #compare({ left, right, operator, at }: Extract<Expression, { kind: 'compare' }>): void {
    const kinds = [this.#kindOf(left), this.#kindOf(right)] as const;
    if (!agree(...kinds)) {
      const problem = `${KIND_WORDS[kinds[0]]} cannot be compared with ${KIND_WORDS[kinds[1]]}`;
      throw expressionError(this.#text, at, problem);
    }
    const isEquality = operator === '=' || operator === '!=';
    if (!isEquality && kinds.includes('truth')) {
      throw expressionError(this.#text, at, `true and false have no order: use = instead of ${operator}`);
    }
  }

  #kindOfName(name: string, at: number): Kind {
    const kind = this.#names.get(name);
    if (kind !== undefined && this.#reach !== 'batch') return kind;
    if (kind !== undefined) {
      throw expressionError(this.#text, at, `${name} has a value in each backtest: write median(${name}) or such`);
    }
    const hint = suggestion(name, this.#names.keys());
    throw expressionError(this.#text, at, `there is no ${name}${hint || '; text stands in quotes'}`);
  }
}

function agree(left: Kind, right: Kind): boolean {
  return left === right || left === 'any' || right === 'any';
}

function kindOfValue(value: number | string | boolean): Kind {
  if (typeof value === 'number') return 'number';
  return typeof value === 'string' ? 'text' : 'truth';
}
