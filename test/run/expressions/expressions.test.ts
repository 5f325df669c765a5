import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { JbtError } from '../../../src/model/errors.ts';
import { checkCondition, type Kind } from '../../../src/run/expressions/check.ts';
import { evaluate, rowScope } from '../../../src/run/expressions/evaluate.ts';
import type { Value } from '../../../src/run/expressions/expression.ts';
import { parseExpression } from '../../../src/run/expressions/parse.ts';

const VALUES: Readonly<Record<string, Value>> = {
  trades: 20,
  profit: -1.5,
  sharpe: Number.NaN,
  period: null,
  strategy: ['strategies/trend.ts', 'trend'],
  filtered: true,
  mode: 'fast',
};
const KINDS = new Map<string, Kind>([
  ['trades', 'number'],
  ['profit', 'number'],
  ['sharpe', 'number'],
  ['period', 'any'],
  ['strategy', 'text'],
  ['filtered', 'any'],
  ['mode', 'any'],
]);

function evaluated(text: string): Value {
  return evaluate(
    parseExpression(text),
    rowScope((name) => VALUES[name] ?? null),
  );
}

/** Message for a condition that is refused; null for one that is fine. */
function refusal(text: string): string | null {
  try {
    checkCondition(parseExpression(text), text, KINDS);
    return null;
  } catch (error) {
    if (error instanceof JbtError && error.code === 'InvalidOption') return error.message;
    throw error;
  }
}

describe('an expression', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['8 / 4 / 2', 1],
    ['10 - 4 - 3', 3],
    ['- -2', 2],
    ['2 - -2', 4],
    ['.5 + 1e3', 1000.5],
    ['trades >= 20', true],
    ['trades > 20 or profit < 0', true],
    ['trades > 20 and profit < 0', false],
    ['not trades > 20', true],
    ['not trades > 20 and profit > 0', false],
    ['trades = 20 || trades > 30 && profit > 0', true],
    ["strategy = 'trend'", true],
    ['strategy = "strategies/trend.ts"', true],
    ["strategy != 'trend'", false],
    ["strategy <> 'breakout'", true],
    ["mode = 'fast'", true],
    ['mode = 5', false],
    ['mode != 5', true],
    ['filtered', true],
    ['filtered == true', true],
    ["mode = 'and'", false],
  ])('%s is %j', (text, value) => {
    expect(evaluated(text)).toBe(value);
  });

  it('has no true comparison with a missing number', () => {
    for (const operator of ['=', '!=', '<', '<=', '>', '>=']) {
      expect(evaluated(`sharpe ${operator} 1`)).toBe(false);
      expect(evaluated(`1 ${operator} period`)).toBe(false);
      expect(evaluated(`sharpe + 1 ${operator} 1`)).toBe(false);
    }
  });

  test.each([
    ['', 'expected a name or a number, found the end, at character 1: ⟨here⟩'],
    ['trades >=', 'expected a name or a number, found the end, at character 10: trades >=⟨here⟩'],
    ['trades 20', 'expected and, or, or the end, found 20, at character 8: trades ⟨here⟩20'],
    ['(trades > 1', 'expected ), found the end, at character 12: (trades > 1⟨here⟩'],
    ['trades > 1)', 'expected and, or, or the end, found ), at character 11: trades > 1⟨here⟩)'],
    [
      '1 < trades < 5',
      'one comparison cannot follow another: join two with and, at character 12: 1 < trades ⟨here⟩< 5',
    ],
    ["mode = 'fast", "a text without its closing quote, at character 8: mode = ⟨here⟩'fast"],
    ['trades.length > 1', 'an unknown character, at character 7: trades⟨here⟩.length > 1'],
    ['mode = 4h', "text stands in quotes: '4h', at character 8: mode = ⟨here⟩4h"],
    ['traeds > 1', 'there is no traeds (did you mean "trades"?), at character 1: ⟨here⟩traeds > 1'],
    ['strategy = breakout', 'there is no breakout; text stands in quotes, at character 12: strategy = ⟨here⟩breakout'],
    ['trades', 'expected true or false, such as a comparison, found a number, at character 1: ⟨here⟩trades'],
    ['strategy > 5', 'text cannot be compared with a number, at character 10: strategy ⟨here⟩> 5'],
    ['filtered > true', 'true and false have no order: use = instead of >, at character 10: filtered ⟨here⟩> true'],
    ["trades + 'x' > 1", "expected a number, found text, at character 10: trades + ⟨here⟩'x' > 1"],
    [
      'trades > 1 and profit',
      'expected true or false, such as a comparison, found a number, at character 16: trades > 1 and ⟨here⟩profit',
    ],
  ])('%j is refused: %s', (text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it('quotes of a long text only the surroundings of the fault', () => {
    const text = `${'trades > 1 and '.repeat(20)}# ${'and trades > 1 '.repeat(20)}`;
    expect(refusal(text)).toMatch(/at character 301: …(.{30})⟨here⟩(.{30})…$/);
  });

  it('may be long or deep only within bounds', () => {
    expect(refusal(`${'('.repeat(100)}trades > 1${')'.repeat(100)}`)).toBeNull();
    expect(refusal(`${'('.repeat(101)}trades > 1${')'.repeat(101)}`)).toContain('nested deeper than 100 levels');
    expect(refusal(`${'-'.repeat(1500)}1 > 1`)).toContain('nested deeper than 100 levels');
    expect(refusal(`${'not '.repeat(400)}filtered`)).toContain('nested deeper than 100 levels');
    expect(refusal(`trades > ${'1+'.repeat(990)}1`)).toBeNull();
    expect(refusal(`trades > ${'1+'.repeat(1000)}1`)).toContain('longer than 2000 characters');
  });
});

const WORDS = [
  ...KINDS.keys(),
  'and',
  'or',
  'not',
  'true',
  '(',
  ')',
  '+',
  '-',
  '*',
  '/',
  '=',
  '!=',
  '<',
  '>=',
  "'x'",
  '1',
  '.5',
  ' ',
];
const words = fc.array(fc.constantFrom(...WORDS), { maxLength: 60 }).map((list) => list.join(' '));

describe('any text', () => {
  it('is an expression or refused as an invalid option, and is never a crash', () => {
    fc.assert(
      fc.property(
        fc.oneof(words, fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ maxLength: 3000 })),
        (text) => {
          refusal(text);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('that is a condition is true or false, whatever its names stand for', () => {
    const { condition } = fc.letrec<{ condition: string; sum: string }>((tie) => ({
      sum: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('trades', 'profit', '2', '.5', 'period'),
        fc.tuple(tie('sum'), fc.constantFrom('+', '-', '*', '/'), tie('sum')).map((parts) => `(${parts.join(' ')})`),
        tie('sum').map((sum) => `-${sum}`),
      ),
      condition: fc.oneof(
        { maxDepth: 4 },
        fc
          .tuple(tie('sum'), fc.constantFrom('=', '!=', '<', '<=', '>', '>='), tie('sum'))
          .map((parts) => parts.join(' ')),
        fc
          .tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition'))
          .map((parts) => `(${parts.join(' ')})`),
        tie('condition').map((inner) => `not (${inner})`),
      ),
    }));
    const value = fc.constantFrom<Value>(1, -2.5, 0, Number.NaN, null, 'x', ['a', 'b'], true);
    fc.assert(
      fc.property(condition, value, (text, anything) => {
        expect(refusal(text)).toBeNull();
        expect(
          evaluate(
            parseExpression(text),
            rowScope(() => anything),
          ),
        ).toBeTypeOf('boolean');
      }),
    );
  });

  it('of arithmetic is calculated as JavaScript does', () => {
    const number = fc.integer({ min: 0, max: 99 }).map(String);
    const grown = fc.letrec<{ sum: string }>((tie) => ({
      sum: fc.oneof(
        { maxDepth: 5 },
        number,
        fc
          .tuple(tie('sum'), fc.constantFrom('+', '-', '*'), tie('sum'))
          .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
        fc.tuple(number, fc.constantFrom('+', '-', '*'), number).map((parts) => parts.join(' ')),
      ),
    }));
    fc.assert(
      fc.property(grown.sum, (text) => {
        // The text holds digits, parentheses and three operators alone.
        expect(evaluated(text)).toBe(new Function(`return ${text}`)());
      }),
    );
  });
});
