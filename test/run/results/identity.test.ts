import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/adapters/system/digest.ts';
import { canonicalJson, type RunIngredients, runIdentity } from '../../../src/run/results/identity.ts';
import { jobNamed } from '../support/parts.ts';

const INGREDIENTS: RunIngredients = {
  jobs: [jobNamed('a'), { ...jobNamed('b'), parameters: { fast: 8, slow: 21 } }],
  strategies: 'bundle',
  candles: { 'Test:FIL-USDT': 'candles' },
  shard: null,
  timeoutMs: null,
  stallMs: null,
  engine: '1.0.0',
  nodeMajor: 20,
};

const identity = (changes: Partial<RunIngredients>) => runIdentity({ ...INGREDIENTS, ...changes }, sha256);

describe('the identity of a run', () => {
  it('is the same for the same ingredients, whatever the order of their keys', () => {
    const [first, second] = INGREDIENTS.jobs;
    const turned = { ...second, parameters: { slow: 21, fast: 8 } };
    expect(identity({ jobs: [first, turned] })).toBe(identity({}));
  });

  it.each<[string, Partial<RunIngredients>]>([
    ['another job', { jobs: [jobNamed('a')] }],
    ['the order of jobs', { jobs: [...INGREDIENTS.jobs].reverse() }],
    ['a parameter', { jobs: [INGREDIENTS.jobs[0], { ...INGREDIENTS.jobs[1], parameters: { fast: 9, slow: 21 } }] }],
    ['a seed', { jobs: [INGREDIENTS.jobs[0], { ...INGREDIENTS.jobs[1], seed: 1 }] }],
    ['the strategies', { strategies: 'another' }],
    ['the candles', { candles: { 'Test:FIL-USDT': 'others' } }],
    ['the timeout', { timeoutMs: 2000 }],
    ['the version of jbt', { engine: '1.0.1' }],
    ['the major version of Node', { nodeMajor: 22 }],
  ])('changes with %s', (_what, changes) => {
    expect(identity(changes)).not.toBe(identity({}));
  });
});

describe('canonical JSON', () => {
  it('holds the same content as JSON does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not show the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (record) => {
        const turned = Object.fromEntries(Object.entries(record).reverse());
        expect(canonicalJson([turned])).toBe(canonicalJson([record]));
      }),
    );
  });
});
