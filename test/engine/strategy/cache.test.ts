import { describe, expect, it } from 'vitest';
import { StrategyCache } from '../../../src/engine/strategy/cache.ts';
import { type Cached, MISS, NO_CACHE, type SessionCache } from '../../../src/engine/strategy/session-cache.ts';

/** Keeps everything and records each ttl. */
function keeping(): SessionCache & { readonly ttls: Map<string, number | null> } {
  const values = new Map<string, unknown>();
  const ttls = new Map<string, number | null>();
  const get = (key: string): Cached => (values.has(key) ? { isHit: true, value: values.get(key) } : MISS);
  const set = (key: string, value: unknown, ttl: number | null): void => {
    values.set(key, value);
    ttls.set(key, ttl);
  };
  return {
    ...NO_CACHE,
    get,
    set,
    ttls,
    has: (key) => values.has(key),
    delete: (key) => values.delete(key),
    remember(key, ttl, compute) {
      if (!values.has(key)) set(key, compute(), ttl);
      return values.get(key);
    },
    flush(prefix) {
      for (const key of values.keys()) if (key.startsWith(prefix)) values.delete(key);
    },
  };
}

describe('the cache of a strategy', () => {
  it('tells a stored undefined, null or false from a miss', () => {
    const cache = new StrategyCache(keeping(), 'one');
    for (const value of [undefined, null, false, 0, '', Number.NaN]) {
      cache.set('key', value);
      expect([cache.has('key'), cache.get('key')]).toEqual([true, value]);
    }
    expect([cache.has('other'), cache.get('other')]).toEqual([false, undefined]);
  });

  it('belongs to one strategy, but for what is shared', () => {
    const store = keeping();
    const [one, two] = [new StrategyCache(store, 'one'), new StrategyCache(store, 'two')];
    one.set('key', 1);
    one.set('key', 3, { shared: true });
    expect([two.has('key'), two.get('key', { shared: true })]).toEqual([false, 3]);
    two.set('key', 2);
    expect([one.get('key'), two.get('key')]).toEqual([1, 2]);
    two.flush();
    expect([one.has('key'), two.has('key'), two.has('key', { shared: true })]).toEqual([true, false, true]);
    one.flush({ shared: true });
    expect([one.has('key'), one.has('key', { shared: true })]).toEqual([true, false]);
    expect([one.delete('key'), one.delete('key')]).toEqual([true, false]);
  });

  it('keeps for an hour unless told otherwise', () => {
    const store = keeping();
    const cache = new StrategyCache(store, 'one');
    cache.set('a', 1);
    cache.set('b', 1, { ttl: 5 });
    expect(cache.remember('c', { ttl: null }, () => 'made')).toBe('made');
    expect(cache.remember('c', {}, () => 'made again')).toBe('made');
    expect([...store.ttls]).toEqual([
      ['one/a', 3600],
      ['one/b', 5],
      ['one/c', null],
    ]);
  });

  it.each([0, -1, Number.NaN, '60'])('refuses %j as ttl', (ttl) => {
    const keep = () => new StrategyCache(NO_CACHE, 'one').set('key', 1, { ttl: ttl as number });
    expect(keep).toThrow(`ttl is a number of seconds above 0, or null for no end, got ${ttl}`);
  });

  it('refuses a key that is no text', () => {
    expect(() => new StrategyCache(NO_CACHE, 'one').get(5 as never)).toThrow('a key of the cache is text, got number');
  });
});
