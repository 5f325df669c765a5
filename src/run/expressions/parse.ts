import { suggestion } from '../text/nearest.ts';
import { AGGREGATES, isAggregate } from './aggregates.ts';
import { type Arithmetic, type Comparison, type Expression, expressionError } from './expression.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Limit on nesting, below which no machine runs out of stack. */
const DEEPEST = 100;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};
const SUMS: Readonly<Record<string, Arithmetic>> = { '+': '+', '-': '-' };
const PRODUCTS: Readonly<Record<string, Arithmetic>> = { '*': '*', '/': '/' };

/**
 * Parses numbers, texts in quotes, names, aggregates, `+ - * /`, comparisons, `and`, `or`, `not` and parentheses.
 * Throws JbtError `InvalidOption` with the place of the fault.
 */
export function parseExpression(text: string): Expression {
  return new Parser(text).whole();
}

/** Recursive descent, one method a level of precedence. */
class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  whole(): Expression {
    const expression = this.#or();
    const rest = this.#peek();
    if (rest.kind !== 'end') throw this.#fault(rest, `expected and, or, or the end, found ${shownToken(rest)}`);
    return expression;
  }

  #or(): Expression {
    let left = this.#and();
    while (true) {
      const { at } = this.#peek();
      if (!this.#take('or', '||')) return left;
      left = { kind: 'logic', operator: 'or', at, left, right: this.#and() };
    }
  }

  #and(): Expression {
    let left = this.#not();
    while (true) {
      const { at } = this.#peek();
      if (!this.#take('and', '&&')) return left;
      left = { kind: 'logic', operator: 'and', at, left, right: this.#not() };
    }
  }

  #not(): Expression {
    const { at } = this.#peek();
    if (!this.#take('not', '!')) return this.#comparison();
    return { kind: 'not', at, operand: this.#nested(() => this.#not()) };
  }

  #comparison(): Expression {
    const left = this.#sum();
    const token = this.#peek();
    const operator = this.#operator(COMPARISONS);
    if (operator === null) return left;
    const right = this.#sum();
    const after = this.#peek();
    if (after.kind === 'symbol' && Object.hasOwn(COMPARISONS, after.value)) {
      throw this.#fault(after, 'one comparison cannot follow another: join two with and');
    }
    return { kind: 'compare', operator, at: token.at, left, right };
  }

  #sum(): Expression {
    let left = this.#product();
    while (true) {
      const { at } = this.#peek();
      const operator = this.#operator(SUMS);
      if (operator === null) return left;
      left = { kind: 'arithmetic', operator, at, left, right: this.#product() };
    }
  }

  #product(): Expression {
    let left = this.#signed();
    while (true) {
      const { at } = this.#peek();
      const operator = this.#operator(PRODUCTS);
      if (operator === null) return left;
      left = { kind: 'arithmetic', operator, at, left, right: this.#signed() };
    }
  }

  #signed(): Expression {
    const { at } = this.#peek();
    if (this.#take('-')) return { kind: 'negate', at, operand: this.#nested(() => this.#signed()) };
    if (this.#take('+')) return this.#nested(() => this.#signed());
    return this.#operand();
  }

  #operand(): Expression {
    const token = this.#peek();
    if (this.#take('(')) return this.#closed();
    this.#next += 1;
    switch (token.kind) {
      case 'number':
      case 'text':
        return { kind: 'literal', at: token.at, value: token.value };
      case 'name':
        return this.#named(token.at, token.value);
      case 'symbol':
      case 'end':
        throw this.#fault(token, `expected a name or a number, found ${shownToken(token)}`);
    }
  }

  #named(at: number, name: string): Expression {
    if (name === 'true' || name === 'false') return { kind: 'literal', at, value: name === 'true' };
    if (['and', 'or', 'not'].includes(name)) {
      throw expressionError(this.#text, at, `expected a name or a number, found ${name}`);
    }
    if (!this.#take('(')) return { kind: 'name', at, name };
    if (isAggregate(name)) return { kind: 'aggregate', at, name, operand: this.#closed() };
    const hint = suggestion(name, AGGREGATES) || `; allowed: ${AGGREGATES.join(', ')}`;
    throw expressionError(this.#text, at, `there is no function ${name}${hint}`);
  }

  /** The rest of a group, behind its opening parenthesis. */
  #closed(): Expression {
    const inner = this.#nested(() => this.#or());
    if (!this.#take(')')) throw this.#fault(this.#peek(), `expected ), found ${shownToken(this.#peek())}`);
    return inner;
  }

  #nested(parse: () => Expression): Expression {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw this.#fault(this.#peek(), `nested deeper than ${DEEPEST} levels`);
    const expression = parse();
    this.#depth -= 1;
    return expression;
  }

  #operator<Operator>(table: Readonly<Record<string, Operator>>): Operator | null {
    const { kind, value } = this.#peek();
    if (kind !== 'symbol' || !Object.hasOwn(table, value)) return null;
    this.#next += 1;
    return table[value];
  }

  /** Consumes the next token if it is one of the words. A text in quotes is none. */
  #take(...words: readonly string[]): boolean {
    const { kind, value } = this.#peek();
    if ((kind !== 'symbol' && kind !== 'name') || !words.includes(value)) return false;
    this.#next += 1;
    return true;
  }

  /** The last token is `end`, and nothing moves behind it. */
  #peek(): Token {
    return this.#tokens[Math.min(this.#next, this.#tokens.length - 1)];
  }

  #fault({ at }: Token, problem: string): Error {
    return expressionError(this.#text, at, problem);
  }
}

function shownToken({ kind, value }: Token): string {
  return kind === 'text' ? `'${value}'` : String(value);
}
