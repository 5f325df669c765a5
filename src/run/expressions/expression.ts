import { JbtError } from '../../model/errors.ts';
import type { Aggregate } from './aggregates.ts';

/** Comparisons, by their symbol. `==` and `<>` are read as `=` and `!=`. */
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type Arithmetic = '+' | '-' | '*' | '/';

/** A parsed expression. `at` is the index in its text, for messages. */
export type Expression =
  | { readonly kind: 'literal'; readonly at: number; readonly value: number | string | boolean }
  | { readonly kind: 'name'; readonly at: number; readonly name: string }
  | { readonly kind: 'negate' | 'not'; readonly at: number; readonly operand: Expression }
  | { readonly kind: 'aggregate'; readonly at: number; readonly name: Aggregate; readonly operand: Expression }
  | Binary<'arithmetic', Arithmetic>
  | Binary<'compare', Comparison>
  | Binary<'logic', 'and' | 'or'>;

interface Binary<Kind, Operator> {
  readonly kind: Kind;
  readonly operator: Operator;
  readonly at: number;
  readonly left: Expression;
  readonly right: Expression;
}

/** Value of a name. A list stands for several texts, of which each may be meant; null is missing. */
export type Value = number | string | boolean | readonly string[] | null;

/** Longest text quoted in a message, on each side of the fault. */
const QUOTED = 30;

/** Fault at an index of an expression, shown as `trades >= ⟨here⟩ twenty`. */
export function expressionError(text: string, at: number, problem: string): JbtError {
  const before = text.slice(Math.max(0, at - QUOTED), at);
  const after = text.slice(at, at + QUOTED);
  const quoted = `${at > QUOTED ? '…' : ''}${before}⟨here⟩${after}${text.length > at + QUOTED ? '…' : ''}`;
  return new JbtError('InvalidOption', `${problem}, at character ${at + 1}: ${quoted}`);
}
