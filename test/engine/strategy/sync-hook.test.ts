import { Strategy, type StrategyClass } from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import { StrategyHooks } from '../../../src/engine/strategy/hooks.ts';
import { requireSync } from '../../../src/engine/strategy/sync-hook.ts';
import { JbtError } from '../../../src/model/errors.ts';
import { BTC, ETH, flat, minutesClosingAt, play } from '../support/stage.ts';

const HOOKS = Object.getOwnPropertyNames(StrategyHooks.prototype).filter((name) => name !== 'constructor');

/** Its market makes it run every hook: an entry is lost, the next is bought, added to, reduced, closed, then it sells short. */
class Busy extends Strategy {
  override shouldLong() {
    return this.index < 2;
  }
  override shouldShort() {
    return this.index > 4;
  }
  override goLong() {
    this.buy = this.index === 0 ? [1, 50] : [pair(this.price), pair(95)];
  }
  override goShort() {
    this.sell = [1, this.price];
  }
  override onIncreasedPosition() {
    this.takeProfit = [pair(98), pair(105)];
  }
}

class Idle extends Strategy {
  override shouldLong() {
    return false;
  }
}

function pair(price: number): readonly [number, number] {
  return [1, price];
}

/** The class with one member wrapped to return a promise. */
function promising(Class: StrategyClass, member: string, answer: (plain: unknown) => unknown): StrategyClass {
  const Promising = class extends Class {};
  Object.defineProperty(Promising.prototype, member, {
    value(...given: unknown[]) {
      return answer(Reflect.apply(Reflect.get(Class.prototype, member), this, given));
    },
  });
  return Promising;
}

function playBoth(strategy: StrategyClass, listening: StrategyClass) {
  const closes = [100, 100, 94, 99, 106, 106, 106, 106];
  return play({
    candles: { [BTC]: minutesClosingAt(closes), [ETH]: minutesClosingAt(flat(closes.length)) },
    routes: [
      { symbol: BTC, timeframe: '1m', strategy },
      { symbol: ETH, timeframe: '1m', strategy: listening },
    ],
  });
}

function refusing(name: string) {
  return expect.objectContaining({
    code: 'InvalidStrategy',
    message: `${name} returned a promise: hooks must not be async, for no bar waits for them; await at the top of the file instead`,
  });
}

describe('a hook that returns a promise', () => {
  it('would have been called where nobody is async', () => {
    expect(playBoth(Busy, Idle).trades.map(({ type }) => type)).toEqual(['long', 'short']);
  });

  it.each(HOOKS)('is refused by its name: %s', (hook) => {
    const [strategy, listening] = hook.startsWith('onRoute')
      ? [Busy, promising(Idle, hook, async (plain) => plain)]
      : [promising(Busy, hook, async (plain) => plain), Idle];
    expect(() => playBoth(strategy, listening)).toThrow(refusing(hook));
  });

  it('is refused for that, even when the promise is rejected', async () => {
    const rejecting = promising(Busy, 'before', () => Promise.reject(new Error('too late')));
    expect(() => playBoth(rejecting, Idle)).toThrow(refusing('before'));
    // An unhandled rejection would fail the test.
    await new Promise((resolve) => setTimeout(resolve));
  });

  it('is refused in a filter too', () => {
    const filtering = promising(Busy, 'filters', () => [async function isCalm() {}]);
    expect(() => playBoth(filtering, Idle)).toThrow(refusing('isCalm'));
    const nameless = promising(Busy, 'filters', () => [async () => false]);
    expect(() => playBoth(nameless, Idle)).toThrow(refusing('a filter'));
  });
});

describe('what a hook returns at once', () => {
  it.each([undefined, null, true, 0, 'text', [], {}])('is let through: %j', (value) => {
    expect(requireSync('before', value)).toBe(value);
  });

  it('is no promise of any make', () => {
    // biome-ignore lint/suspicious/noThenProperty: the point of the test
    expect(() => requireSync('before', { then: () => {} })).toThrow(JbtError);
  });
});
