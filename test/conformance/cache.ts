import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CACHE_KINDS, type Cache, type KindStatistics } from '../../src/run/cache-port.ts';
import type { Clock } from '../../src/run/ports.ts';

interface CacheConditions {
  readonly clock: Clock;
  readonly budgetBytes: number;
}

/** Makes an empty cache. */
type MakeCache = (conditions: CacheConditions) => Cache;

/** A clock that goes when it is told to. */
export class Hands implements Clock {
  #time = Date.UTC(2024, 0, 1);

  now(): number {
    return this.#time;
  }

  every(): () => void {
    return () => {};
  }

  pass(seconds: number): void {
    this.#time += seconds * 1_000;
  }
}

const NOTHING: KindStatistics = {
  entries: 0,
  bytes: 0,
  hits: 0,
  misses: 0,
  hitRate: null,
  evictions: 0,
  expired: 0,
  corrupt: 0,
};

const MEGABYTE = 2 ** 20;

function bytesOf(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = (i * 31 + seed * 17) % 251;
  return bytes;
}

/** Laws of every cache. A cache that keeps nothing misses where another hits. */
export function conformsAsCache(make: MakeCache, keeps: 'entries' | 'nothing'): void {
  const isKept = keeps === 'entries';
  const open = (conditions: Partial<CacheConditions> = {}) => {
    const clock = new Hands();
    const cache = make({ clock, budgetBytes: 100 * MEGABYTE, ...conditions });
    onTestFinished(() => cache.close());
    return { cache, clock };
  };
  const kept = (content: Uint8Array) => (isKept ? content : null);
  /** Comparing large arrays one by one takes seconds. */
  const expectKept = (found: Uint8Array | null, content: Uint8Array) =>
    expect(found === null ? null : Buffer.from(found).equals(content)).toBe(isKept ? true : null);

  it('misses what was never set, in each kind', () => {
    const { cache } = open();
    for (const kind of CACHE_KINDS) {
      expect(cache.get(kind, 'key')).toBeNull();
      expect(cache.has(kind, 'key')).toBe(false);
      expect(cache.delete(kind, 'key')).toBe(false);
    }
    expect(cache.flush()).toBe(0);
  });

  it.each([0, 1, 7, 1_024, 1_025, 4_096, 65_537, MEGABYTE, 5 * MEGABYTE + 3])('keeps content of %i bytes', (length) => {
    const { cache } = open();
    const content = bytesOf(length);
    expect(cache.set('values', 'key', content, null)).toBe(isKept);
    expect(cache.has('values', 'key')).toBe(isKept);
    expectKept(cache.get('values', 'key'), content);
  });

  it('hands out memory of the caller’s own, in which numbers are aligned', () => {
    const { cache } = open();
    const content = bytesOf(3_000);
    cache.set('values', 'key', content, null);
    content.fill(9);
    const first = cache.get('values', 'key');
    expect(first).toEqual(kept(bytesOf(3_000)));
    expect((first?.byteOffset ?? 0) % 8).toBe(0);
    first?.fill(7);
    cache.get('values', 'key');
    expect(cache.get('values', 'key')).toEqual(kept(bytesOf(3_000)));
  });

  it('replaces, in whatever sizes', () => {
    const { cache } = open();
    const sizes = [5_000, 10, 3 * MEGABYTE, 0, 1_500, 1_500];
    for (const [i, size] of sizes.entries()) {
      cache.set('results', 'key', bytesOf(size, i), null);
      expectKept(cache.get('results', 'key'), bytesOf(size, i));
    }
    expect(cache.statistics().results.entries).toBe(isKept ? 1 : 0);
  });

  it('takes any text for a key, and none for another', () => {
    const { cache } = open();
    const keys = fc.uniqueArray(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string()), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(keys, (texts) => {
        cache.flush();
        const entries = texts.map(
          (key, i) => ({ kind: 'values', key, content: bytesOf(3, i), ttlSeconds: null }) as const,
        );
        expect(cache.setMany(entries)).toBe(isKept ? texts.length : 0);
        for (const { key, content } of entries) expect(cache.get('values', key)).toEqual(kept(content));
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['a lone surrogate and its replacement', '\ud800', '\ufffd'],
    ['long ones that differ at the end', `${'k'.repeat(5_000)}a`, `${'k'.repeat(5_000)}b`],
    ['ones with and without a zero', 'a', 'a\0'],
    ['the empty one and a blank', '', ' '],
  ])('tells keys apart: %s', (_what, one, other) => {
    const { cache } = open();
    cache.set('values', one, bytesOf(1, 1), null);
    cache.set('values', other, bytesOf(1, 2), null);
    expect(cache.get('values', one)).toEqual(kept(bytesOf(1, 1)));
    expect(cache.get('values', other)).toEqual(kept(bytesOf(1, 2)));
  });

  it('keeps the kinds apart', () => {
    const { cache } = open();
    cache.set('values', 'key', bytesOf(5_000, 1), null);
    expect(cache.get('results', 'key')).toBeNull();
    cache.set('results', 'key', bytesOf(5_000, 2), null);
    expect(cache.delete('values', 'key')).toBe(isKept);
    expect(cache.get('values', 'key')).toBeNull();
    expect(cache.get('results', 'key')).toEqual(kept(bytesOf(5_000, 2)));
  });

  describe('lets an entry live', () => {
    it('for its time, and not longer', () => {
      const { cache, clock } = open();
      cache.set('values', 'key', bytesOf(5), 10);
      clock.pass(10);
      expect(cache.has('values', 'key')).toBe(isKept);
      clock.pass(0.001);
      expect(cache.has('values', 'key')).toBe(false);
      expect(cache.get('values', 'key')).toBeNull();
      expect(cache.statistics().values).toMatchObject({ entries: 0, expired: isKept ? 1 : 0, misses: isKept ? 1 : 0 });
    });

    it('as long again after it is read, to a tenth', () => {
      const { cache, clock } = open();
      cache.set('values', 'key', bytesOf(5_000), 10);
      for (let i = 0; i < 5; i++) {
        clock.pass(9);
        expect(cache.get('values', 'key')).toEqual(kept(bytesOf(5_000)));
        cache.sweep();
      }
      clock.pass(11);
      expect(cache.get('values', 'key')).toBeNull();
    });

    it('no longer for being asked about', () => {
      const { cache, clock } = open();
      cache.set('values', 'key', bytesOf(5), 10);
      clock.pass(9);
      expect(cache.has('values', 'key')).toBe(isKept);
      cache.sweep();
      clock.pass(2);
      expect(cache.has('values', 'key')).toBe(false);
    });

    it('for ever without a time', () => {
      const { cache, clock } = open();
      cache.set('values', 'key', bytesOf(5), null);
      clock.pass(100 * 365 * 86_400);
      cache.sweep();
      expect(cache.get('values', 'key')).toEqual(kept(bytesOf(5)));
    });
  });

  describe('flushes', () => {
    const fill = () => {
      const { cache, clock } = open();
      for (const kind of CACHE_KINDS) {
        cache.set(kind, 'short', bytesOf(10), 10);
        cache.set(kind, `mine ${'long'.repeat(100)}`, bytesOf(10), null);
        cache.set(kind, 'mine', bytesOf(3_000), null);
      }
      clock.pass(11);
      return cache;
    };
    const left = (cache: Cache) => CACHE_KINDS.map((kind) => cache.statistics()[kind].entries);

    it.each<[string, (cache: Cache) => number, number, readonly number[]]>([
      ['everything', (cache) => cache.flush(), 6, [0, 0]],
      ['a kind', (cache) => cache.flush('results'), 3, [3, 0]],
      ['what is expired', (cache) => cache.flush(undefined, { expiredOnly: true, prefix: '' }), 2, [2, 2]],
      ['what begins so', (cache) => cache.flush('values', { expiredOnly: false, prefix: 'mine' }), 2, [1, 3]],
    ])('%s', (_what, flush, gone, rest) => {
      const cache = fill();
      expect(flush(cache)).toBe(isKept ? gone : 0);
      expect(left(cache)).toEqual(isKept ? rest : [0, 0]);
    });
  });

  it('removes on sweeping what is expired, and counts it', () => {
    const { cache, clock } = open();
    for (let i = 0; i < 10; i++) cache.set('values', `key ${i}`, bytesOf(2_000, i), i < 4 ? 5 : null);
    clock.pass(6);
    cache.sweep();
    expect(cache.statistics().values).toMatchObject({ entries: isKept ? 6 : 0, expired: isKept ? 4 : 0 });
  });

  it('stays within its budget by forgetting what was not used for longest', () => {
    const { cache, clock } = open({ budgetBytes: 100 * 5_000 });
    for (let i = 0; i < 300; i++) {
      clock.pass(120);
      cache.set('results', `key ${i}`, bytesOf(4_000, i), null);
      cache.get('results', 'key 0');
      const { values, results } = cache.statistics();
      expect(values.bytes + results.bytes).toBeLessThanOrEqual(100 * 5_000);
    }
    expect(cache.has('results', 'key 0')).toBe(isKept);
    expect(cache.has('results', 'key 1')).toBe(false);
    expect(cache.has('results', 'key 299')).toBe(isKept);
    const { entries, evictions } = cache.statistics().results;
    expect(entries + evictions).toBe(isKept ? 300 : 0);
  });

  it('refuses what is larger than its budget, and has nothing in its place', () => {
    const { cache } = open({ budgetBytes: 50_000 });
    expect(cache.set('values', 'large', bytesOf(50_001), null)).toBe(false);
    expect(cache.set('values', 'key', bytesOf(5_000), null)).toBe(isKept);
    expect(cache.set('values', 'key', bytesOf(50_001), null)).toBe(false);
    expect(cache.has('values', 'large')).toBe(false);
    expect(cache.has('values', 'key')).toBe(false);
  });

  it('counts entries, reads and the share of hits', () => {
    const { cache } = open();
    expect(cache.statistics()).toEqual({ values: NOTHING, results: NOTHING });
    cache.set('values', 'key', bytesOf(10), null);
    for (let i = 0; i < 3; i++) cache.get('values', 'key');
    cache.get('values', 'other');
    const { values, results } = cache.statistics();
    const counted = { ...NOTHING, entries: 1, bytes: values.bytes, hits: 3, misses: 1, hitRate: 0.75 };
    expect(values).toEqual(isKept ? counted : NOTHING);
    expect(values.bytes >= 10).toBe(isKept);
    expect(results).toEqual(NOTHING);
  });

  it('adds what readers elsewhere counted', () => {
    const { cache } = open();
    const counts = { values: { hits: 2, misses: 1 }, results: { hits: 0, misses: 4 } };
    cache.note({ counts, entries: [{ kind: 'values', key: 'gone since', found: 'used' }] });
    const { values, results } = cache.statistics();
    expect([values.hits, values.misses, results.misses]).toEqual(isKept ? [2, 1, 4] : [0, 0, 0]);
  });
}
