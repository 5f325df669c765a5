import { describe, expect, it } from 'vitest';
import { JbtError } from '../../../src/model/errors.ts';
import { failureOf, strategyFrames, timeoutFailure } from '../../../src/run/play/failure.ts';

const OWN = ['/jbt/dist/', '/jbt/src/'];

it.each<[string, () => unknown]>([
  [
    'throws from a getter',
    () =>
      Object.defineProperty(new Error(), 'message', {
        get: () => {
          throw new Error('no');
        },
      }),
  ],
  [
    'is a proxy that throws',
    () =>
      new Proxy(new Error(), {
        get: () => {
          throw new Error('no');
        },
      }),
  ],
  [
    'has a prototype that throws',
    () =>
      new Proxy(
        {},
        {
          getPrototypeOf: () => {
            throw new Error('no');
          },
        },
      ),
  ],
  [
    'cannot be turned into text',
    () =>
      Object.assign(new Error(), {
        message: {
          toString: () => {
            throw new Error('no');
          },
        },
      }),
  ],
])('survives what a strategy throws when it %s', (_what, make) => {
  const message = 'threw something that throws when it is read';
  expect(failureOf(make(), [])).toEqual({ code: 'StrategyError', message, stack: null });
});

it('cuts messages and stacks of any length, and keeps the frames of the strategy', () => {
  const error = new Error('x'.repeat(2e7));
  error.stack = `Error: ${error.message}\n    at before (/project/trend.ts:3:1)\n    at play (/jbt/dist/play.js:1:1)`;
  const { message, stack } = failureOf(error, OWN);
  expect(message.length).toBeLessThan(10_100);
  expect(stack?.length).toBeLessThan(10_100);
  expect(stack).toMatch(/\n {4}at before \(\/project\/trend\.ts:3:1\)$/);
});

function caught(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

it.each([
  ['adds to', () => Object.assign(Object.freeze([]), { last: 1 })],
  ['assigns to', () => Object.assign(Object.freeze({ max: 1 }), { max: 2 })],
  ['redefines a part of', () => Object.defineProperty(Object.freeze({ max: 1 }), 'max', { get: () => 2 })],
])('explains what protects an object to a strategy that %s it', (_what, action) => {
  const { message } = failureOf(caught(action), []);
  expect(message).toMatch(
    /^TypeError: Cannot .* \(strategies may not change built-in objects and those of jbt, which other/,
  );
});

describe('what a strategy throws', () => {
  it.each([
    [new Error('no luck'), 'no luck'],
    [new TypeError('x is undefined'), 'TypeError: x is undefined'],
    ['plain text', 'plain text'],
    [{ reason: 7 }, 'threw {"reason":7}, which is not an Error'],
    [undefined, 'threw undefined, which is not an Error'],
    [10n, 'threw a value that is not an Error'],
  ])('%o fails with StrategyError and says %s', (thrown, message) => {
    expect(failureOf(thrown, OWN)).toMatchObject({ code: 'StrategyError', message });
  });

  it('keeps the code of an error of jbt', () => {
    const failure = failureOf(new JbtError('InvalidShape', 'buy must be [qty, price]'), OWN);
    expect(failure).toMatchObject({ code: 'InvalidShape', message: 'buy must be [qty, price]' });
  });

  it('does not take a code that jbt does not know', () => {
    const error = Object.assign(new Error('no such file'), { name: 'JbtError', code: 'ENOENT' });
    expect(failureOf(error, OWN).code).toBe('StrategyError');
  });
});

describe('the stack of a failure', () => {
  it('is what was thrown, then the frames from the first to the last of the strategy', () => {
    const stack = [
      'Error: no luck:',
      'a second line',
      '    at compute (/jbt/src/indicators/ema.ts:3:9)',
      '    at helper (/home/me/strategies/lib.ts:8:3)',
      '    at Object.last (/jbt/src/indicators/indicator.ts:90:3)',
      '    at Trend.shouldLong (/home/me/strategies/trend.ts:5:11)',
      '    at evaluate (file:///jbt/dist/src/engine/trader.js:77:3)',
      '    at new Promise (<anonymous>)',
      '    at node:internal/process/task_queues:95:5',
      '    at async onMessage (/home/me/node_modules/piscina/dist/worker.js:142:22)',
    ];
    expect(strategyFrames(stack.join('\n'), OWN)).toBe([...stack.slice(0, 2), ...stack.slice(3, 6)].join('\n'));
  });

  it('is not given when no frame is the strategy’s', () => {
    expect(strategyFrames('Error: x\n    at evaluate (/jbt/dist/src/engine/trader.js:77:3)', OWN)).toBeNull();
  });
});

it.each([
  [2_000, '2s'],
  [1_500, '1500ms'],
  [120_000, '2m'],
])('a timeout of %i ms is said as %s', (ms, text) => {
  expect(timeoutFailure(ms)).toEqual({ code: 'Timeout', message: `took longer than ${text} (--timeout)`, stack: null });
});
