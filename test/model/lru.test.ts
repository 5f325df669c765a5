import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lru } from '../../src/model/lru.ts';

const BUDGET = 100;
const KEYS = ['a', 'b', 'c', 'd', 'e'];

interface Model {
  /** The least recently used first. */
  entries: readonly { readonly key: string; readonly bytes: number }[];
}

type Step =
  | { readonly kind: 'set'; readonly key: string; readonly bytes: number }
  | { readonly kind: 'get' | 'peek' | 'delete'; readonly key: string };

const keys = fc.constantFrom(...KEYS);
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('set' as const), key: keys, bytes: fc.nat(130) }),
    fc.record({ kind: fc.constantFrom('get' as const, 'peek' as const, 'delete' as const), key: keys }),
  ),
);

/** The model: the same steps on a sorted list, with the result of each. */
function applyTo(model: Model, step: Step): unknown {
  const found = model.entries.find(({ key }) => key === step.key);
  const others = model.entries.filter((entry) => entry !== found);
  if (step.kind === 'set') {
    const entries = [...others, { key: step.key, bytes: step.bytes }];
    const total = (from: number) => entries.slice(from).reduce((sum, { bytes }) => sum + bytes, 0);
    let first = 0;
    while (total(first) > BUDGET && first < entries.length - 1) first += 1;
    model.entries = entries.slice(first);
    return entries.slice(0, first).map(({ key, bytes }) => `${key} ${bytes}`);
  }
  if (found !== undefined && step.kind !== 'peek') model.entries = step.kind === 'get' ? [...others, found] : others;
  return found && `${found.key} ${found.bytes}`;
}

describe('an LRU cache', () => {
  it('does what a sorted list would: evicts the least recently used, never the newest', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const lru = new Lru<string>(BUDGET);
        const model: Model = { entries: [] };
        for (const step of taken) {
          const expected = applyTo(model, step);
          const value = step.kind === 'set' ? `${step.key} ${step.bytes}` : '';
          expect(step.kind === 'set' ? lru.set(step.key, value, step.bytes) : lru[step.kind](step.key)).toEqual(
            expected,
          );
          expect([...lru]).toEqual(model.entries.map(({ key, bytes }) => [key, `${key} ${bytes}`]));
        }
      }),
    );
  });

  it('has all of its budget again when it is cleared', () => {
    const lru = new Lru<number>(BUDGET);
    lru.set('a', 1, BUDGET);
    lru.clear();
    expect([lru.set('b', 2, 50), lru.set('c', 3, 50)]).toEqual([[], []]);
    expect([...lru]).toEqual([
      ['b', 2],
      ['c', 3],
    ]);
  });
});
