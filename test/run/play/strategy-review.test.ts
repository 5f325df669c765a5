import { readdirSync } from 'node:fs';
import { int, Strategy } from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import { StrategyHooks } from '../../../src/engine/strategy/hooks.ts';
import { defaultsOf, type FoundStrategy, reviewStrategy } from '../../../src/run/play/strategy-review.ts';
import { Diary } from '../../engine/support/diary.ts';

const HOOKS = Object.getOwnPropertyNames(StrategyHooks.prototype).filter((name) => name !== 'constructor');
const FOLDERS = ['examples/strategies', 'examples/ported', 'test/golden/real'];
const FILES = FOLDERS.flatMap((folder) =>
  readdirSync(new URL(`../../../${folder}/`, import.meta.url))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`),
);

/** A strategy with methods of these names. */
function withMethods(...names: readonly string[]): FoundStrategy {
  return withMembers(names.map((name) => [name, { value() {} }]));
}

function withMembers(members: readonly (readonly [string, PropertyDescriptor])[]): FoundStrategy {
  const Found = class extends Strategy {};
  Object.defineProperties(Found.prototype, Object.fromEntries(members));
  return Found;
}

/** A strategy as it is written in JavaScript. */
function written(body: string): FoundStrategy {
  return new Function('Strategy', `return class extends Strategy { ${body} }`)(Strategy);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

describe('a strategy in order', () => {
  it.each(FILES)('is passed without a word: %s', async (path) => {
    const { default: found } = await import(/* @vite-ignore */ `../../../${path}`);
    expect(reviewStrategy(found)).toEqual({ fault: null, warnings: [] });
  });

  it('may have every hook, and bases that have them', () => {
    expect(reviewStrategy(withMethods(...HOOKS))).toEqual({ fault: null, warnings: [] });
    class Above extends Diary {
      override goLong() {}
    }
    expect(reviewStrategy(Above)).toEqual({ fault: null, warnings: [] });
  });

  it.each([
    'closePosition',
    'openPosition',
    'reducePosition',
    'update',
    'filter',
    'filter1',
    'filter_2',
    'doShort',
    'isShort',
    'goFlat',
    'shortSignal',
    'shouldExit',
    'shouldSell',
    'shouldStart',
    'updateStop',
    'updateTrail',
    'cancel',
    'beforeBar',
    'afterClose',
    'routeOpenPosition',
    '_before',
    'end',
    'cached',
  ])('may have helpers of its own, such as %s', (name) => {
    expect(reviewStrategy(withMethods(name)).warnings).toEqual([]);
  });

  it('may have helpers of a hook that is there too, and accessors', () => {
    expect(reviewStrategy(withMethods('updatePosition', 'updatePositions')).warnings).toEqual([]);
    expect(reviewStrategy(withMembers([['should_short', { get: () => true }]])).warnings).toEqual([]);
  });

  it('may be async where nobody waits for an answer of it', () => {
    expect(reviewStrategy(written('async fetchNews() {}')).fault).toBeNull();
  });
});

describe('a method that is nearly a hook', () => {
  it.each(HOOKS.filter((hook) => /[A-Z]/.test(hook)))('is found in snake case and in another case: %s', (hook) => {
    for (const name of [snakeCase(hook), hook.toLowerCase(), `${hook[0].toUpperCase()}${hook.slice(1)}`]) {
      expect(reviewStrategy(withMethods(name)).warnings).toEqual([`jbt never calls ${name}; did you mean ${hook}?`]);
    }
  });

  it.each([
    ['onClosedPosition', 'onClosePosition'],
    ['onOpenedPosition', 'onOpenPosition'],
    ['onOpenPositoin', 'onOpenPosition'],
    ['onReducePosition', 'onReducedPosition'],
    ['onIncreasePosition', 'onIncreasedPosition'],
    ['onRouteCancelled', 'onRouteCanceled'],
    ['updatePostion', 'updatePosition'],
    ['shouldShot', 'shouldShort'],
    ['shouldCancelEntrys', 'shouldCancelEntry'],
  ])('is found with a slip of the pen: %s', (name, hook) => {
    expect(reviewStrategy(withMethods(name)).warnings).toEqual([`jbt never calls ${name}; did you mean ${hook}?`]);
  });

  it('is found in a base of the strategy', () => {
    const Below: FoundStrategy = class extends withMethods('go_short') {
      override shouldLong() {
        return false;
      }
    };
    expect(reviewStrategy(Below).warnings).toEqual(['jbt never calls go_short; did you mean goShort?']);
  });

  it('is Strategy.with, where Jesse has hyperparameters', () => {
    expect(reviewStrategy(withMethods('hyperparameters')).warnings).toEqual([
      'jbt never calls hyperparameters; declare parameters with Strategy.with({ ... })',
    ]);
  });
});

describe('an exit under the name it has in Jesse', () => {
  it('is found where it is assigned', () => {
    const found = written('onOpenPosition() {\n this.stop_loss = [1, 1];\n this.take_profit=[1, 1];\n }');
    expect(reviewStrategy(found).warnings).toEqual([
      'jbt never reads this.stop_loss; did you mean this.stopLoss?',
      'jbt never reads this.take_profit; did you mean this.takeProfit?',
    ]);
  });

  it.each([
    '\nstop_loss = 0.95;\n before() { this.stop_loss = 0.9; }',
    'set stop_loss(value) { this.stopLoss = value; }\n before() { this.stop_loss = []; }',
    'before() { return this.stop_loss === 1; }',
    'before() { this.stop_losses = []; }',
  ])('is the own affair of a class that declares it or does not assign it: %j', (body) => {
    expect(reviewStrategy(written(body)).warnings).toEqual([]);
  });
});

describe('a strategy that cannot be played', () => {
  it.each(HOOKS)('has an async hook: %s', (hook) => {
    const fault = `${hook} is async: hooks must not be, for no bar waits for them; await at the top of the file instead`;
    expect(reviewStrategy(written(`async ${hook}() {}`)).fault).toBe(fault);
    expect(reviewStrategy(class extends written(`async *${hook}() {}`) {} as FoundStrategy).fault).toBe(fault);
  });

  it('declares a parameter that cannot be', () => {
    expect(reviewStrategy(Strategy.with({ fast: int(12, 5, 50) }) as unknown as FoundStrategy).fault).toBe(
      'parameter fast: int(min, max, default, step?): min 12 is above max 5',
    );
  });
});

describe('the defaults of a strategy', () => {
  class Plain extends Strategy.with({ fast: int(1, 9, 4), slow: int(10, 90, 40) }) {}
  class Tuned extends Plain {
    override dna(): string {
      return btoa(JSON.stringify({ fast: 7 }));
    }
  }
  class Moody extends Plain {
    override dna(): string {
      return this.price > 0 ? '' : 'x';
    }
  }

  it('are those of its parameters, over which a DNA wins', () => {
    expect(defaultsOf(Plain)).toEqual({ fast: 4, slow: 40 });
    expect(defaultsOf(Tuned)).toEqual({ fast: 7, slow: 40 });
  });

  it('do without a DNA that needs a session', () => {
    expect(defaultsOf(Moody)).toEqual({ fast: 4, slow: 40 });
  });
});
