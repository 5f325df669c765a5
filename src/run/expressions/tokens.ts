import { expressionError } from './expression.ts';

/** One word of an expression. */
export type Token =
  | { readonly kind: 'number'; readonly at: number; readonly value: number }
  | { readonly kind: 'text'; readonly at: number; readonly value: string }
  | { readonly kind: 'name' | 'symbol' | 'end'; readonly at: number; readonly value: string };

const LONGEST_TEXT = 2_000;

/** Sticky patterns, tried in order at each place. */
const SPACE = /\s+/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const TEXT = /'[^']*'|"[^"]*"/y;
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const SYMBOL = /==|<>|!=|<=|>=|&&|\|\||[=<>+\-*/()!]/y;

/** Splits an expression into words; the last one is `end`. Throws JbtError `InvalidOption`. */
export function tokensOf(text: string): readonly Token[] {
  if (text.length > LONGEST_TEXT) throw expressionError(text, LONGEST_TEXT, `longer than ${LONGEST_TEXT} characters`);
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const space = matchAt(SPACE, text, at);
    at += space.length;
    if (at === text.length) break;
    const token = tokenAt(text, at);
    tokens.push(token.token);
    at = token.end;
  }
  return [...tokens, { kind: 'end', at: text.length, value: 'the end' }];
}

function tokenAt(text: string, at: number): { readonly token: Token; readonly end: number } {
  const number = matchAt(NUMBER, text, at);
  if (number !== '') return { token: numberToken(text, at, number), end: at + number.length };
  const quoted = matchAt(TEXT, text, at);
  if (quoted !== '') return { token: { kind: 'text', at, value: quoted.slice(1, -1) }, end: at + quoted.length };
  const name = matchAt(NAME, text, at);
  if (name !== '') return { token: { kind: 'name', at, value: name }, end: at + name.length };
  const symbol = matchAt(SYMBOL, text, at);
  if (symbol !== '') return { token: { kind: 'symbol', at, value: symbol }, end: at + symbol.length };
  const isQuote = text[at] === "'" || text[at] === '"';
  throw expressionError(text, at, isQuote ? 'a text without its closing quote' : 'an unknown character');
}

function numberToken(text: string, at: number, number: string): Token {
  const unit = matchAt(NAME, text, at + number.length);
  if (unit !== '') throw expressionError(text, at, `text stands in quotes: '${number}${unit}'`);
  return { kind: 'number', at, value: Number(number) };
}

/** Copies the pattern, because `lastIndex` is state. */
function matchAt(pattern: RegExp, text: string, at: number): string {
  const sticky = new RegExp(pattern);
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0] ?? '';
}
