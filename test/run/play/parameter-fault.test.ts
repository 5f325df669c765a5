import { categorical, float, int } from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import { parameterFault } from '../../../src/run/play/strategy-review.ts';

const WHOLE = 'parameter it: int(min, max, default, step?): ';
const NUMBER = 'parameter it: float(min, max, default, step?): ';
const CHOICE = 'parameter it: categorical(options, default?): ';

describe('declared parameters', () => {
  it.each([
    ['none', {}],
    ['whole numbers', { it: int(5, 50, 12), other: int(-3, -3, -3, 1) }],
    ['numbers', { it: float(0, 1, 0.5, 0.1), other: float(0, 1, 1) }],
    [
      'choices',
      {
        it: { ...categorical([1, 2]), options: ['both', 2, true], default: true },
        other: categorical([false, true], true),
      },
    ],
  ])('are in order: %s', (_what, declared) => {
    expect(parameterFault(declared)).toBeNull();
  });

  it.each<[found: unknown, fault: string]>([
    [int(12, 5, 50), `${WHOLE}min 12 is above max 5`],
    [int(1, 9, 30), `${WHOLE}default 30 is not from 1 to 9`],
    [float(1, 9, 0.5), `${NUMBER}default 0.5 is not from 1 to 9`],
    [int(1, 9, 2.5), `${WHOLE}default 2.5 is no whole number`],
    [int(0.5, 9, 2), `${WHOLE}min 0.5 is no whole number`],
    [int(1, 9, 2, 0.5), `${WHOLE}step 0.5 is no whole number`],
    [int(1, 9, 2, 0), `${WHOLE}step 0 is not above 0`],
    [float(1, 9, 2, -0.1), `${NUMBER}step -0.1 is not above 0`],
    [float(0, Number.NaN, 0), `${NUMBER}max NaN is no number`],
    [float(0, Number.POSITIVE_INFINITY, 0), `${NUMBER}max Infinity is no number`],
    [{ type: 'float', min: 0, max: '5', default: 1 }, `${NUMBER}max "5" is no number`],
    [{ type: 'int', min: 0, max: 5 }, `${WHOLE}default undefined is no whole number`],
    [{ type: 'categorical', options: [], default: 1 }, `${CHOICE}options are empty`],
    [{ type: 'categorical', options: 'both', default: 1 }, `${CHOICE}options "both" are no list`],
    [categorical(['a', 'b', 'a']), `${CHOICE}option "a" is there twice`],
    [
      { type: 'categorical', options: ['a', null], default: 'a' },
      `${CHOICE}option null is no number, text or truth value`,
    ],
    [{ type: 'categorical', options: ['a', 'b'], default: 'c' }, `${CHOICE}default "c" is not one of "a", "b"`],
  ])('are refused with the order of the arguments: %j', (found, fault) => {
    expect(parameterFault({ fine: int(1, 2, 1), it: found })).toBe(fault);
  });

  it.each([[5], [null], [[5, 50, 12]], [{ type: 'integer', min: 1, max: 2, default: 1 }]])(
    'are refused when they are made by hand: %j',
    (found) => {
      const allowed =
        'int(min, max, default, step?), float(min, max, default, step?) or categorical(options, default?)';
      expect(parameterFault({ it: found })).toBe(`parameter it: found ${JSON.stringify(found)}, allowed: ${allowed}`);
    },
  );

  it.each([
    [undefined, 'undefined'],
    [5, '5'],
    [[{ name: 'fast' }], '[{"name":"fast"}]'],
  ])('are a record of them, not %j', (declared, text) => {
    const allowed = '{ name: int(min, max, default, step?), ... }';
    expect(parameterFault(declared)).toBe(`parameters: found ${text}, allowed: ${allowed}`);
  });
});
