import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openMemoryCache } from '../../../src/adapters/cache/memory.ts';
import { valuesV8 } from '../../../src/adapters/system/value-codec.ts';
import type { Cache, CacheReader } from '../../../src/run/cache-port.ts';
import type { ValueOrder, ValueTransport } from '../../../src/run/values/messages.ts';
import { ValueClient } from '../../../src/run/values/value-client.ts';
import { ValueMemory } from '../../../src/run/values/value-memory.ts';
import { ValueServer } from '../../../src/run/values/value-server.ts';

/** A host whose sessions reach it by links that may be slow: told orders are acted upon when it is asked or hurried. */
class SharedInputs {
  time = 0;
  readonly cache: Cache = openMemoryCache({ budgetBytes: 1e6, clock: { now: () => this.time } });
  readonly host = new ValueServer(this.cache);
  /** Messages that were told, by how many orders they had. */
  readonly told: number[] = [];

  session(isSlow = false, memory = new ValueMemory(10_000), reader: CacheReader | null = null) {
    const hosted = this.host.open();
    const underway: (readonly ValueOrder[])[] = [];
    let acted = 0;
    const hurry = (): void => {
      for (let orders = underway.shift(); orders !== undefined; orders = underway.shift()) {
        hosted.act(orders);
        acted += 1;
      }
    };
    const link: ValueTransport = {
      tell: (orders) => {
        underway.push(orders);
        this.told.push(orders.length);
        if (!isSlow) hurry();
      },
      actedUpon: () => acted,
      ask(question) {
        hurry();
        let found: Uint8Array | null = null;
        hosted.ask(question, (answer) => {
          found = answer;
        });
        return found;
      },
    };
    const values = new ValueClient({ memory, reader, link, codec: valuesV8, now: () => this.time });
    return { values, hurry };
  }
}

const key = fc.constantFrom('x/a', 'x/b', 'y/a');
const step = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), key, value: fc.jsonValue() }),
  fc.record({ kind: fc.constantFrom('get' as const, 'has' as const, 'delete' as const, 'remember' as const), key }),
  fc.record({ kind: fc.constant('flush' as const), key: fc.constantFrom('x/', 'y/') }),
  fc.record({ kind: fc.constant('wait' as const), key, ms: fc.constantFrom(1, 60, 150) }),
  fc.record({ kind: fc.constant('hurry' as const), key }),
);

describe('the values of a session', () => {
  it.each([[false], [true]])('are what was written last, however slow the way to the cache is: %s', (isSlow) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const shared = new SharedInputs();
        const { values, hurry } = shared.session(isSlow);
        const model = new Map<string, unknown>();
        for (const [made, next] of steps.entries()) {
          switch (next.kind) {
            case 'set':
              model.set(next.key, next.value);
              values.set(next.key, next.value, 60);
              break;
            case 'get': {
              const found = values.get(next.key);
              expect([found.isHit, found.isHit ? found.value : undefined]).toEqual([
                model.has(next.key),
                model.get(next.key),
              ]);
              break;
            }
            case 'has':
              expect(values.has(next.key)).toBe(model.has(next.key));
              break;
            case 'delete':
              expect(values.delete(next.key)).toBe(model.delete(next.key));
              break;
            case 'remember':
              if (!model.has(next.key)) model.set(next.key, made);
              expect(values.remember(next.key, 60, () => made)).toEqual(model.get(next.key));
              break;
            case 'flush':
              for (const each of model.keys()) if (each.startsWith(next.key)) model.delete(each);
              values.flush(next.key);
              break;
            case 'wait':
              shared.time += next.ms;
              values.tellIfDue();
              break;
            case 'hurry':
              hurry();
          }
        }
      }),
    );
  });

  it('are seen by another session a tenth of a second later', () => {
    const shared = new SharedInputs();
    const [writer, reader] = [shared.session().values, shared.session().values];
    writer.set('a', 1, 60);
    writer.close();
    expect(reader.get('a')).toEqual({ isHit: true, value: 1 });
    writer.set('a', 2, 60);
    writer.close();
    expect(reader.get('a')).toEqual({ isHit: true, value: 1 });
    shared.time += 101;
    expect(reader.get('a')).toEqual({ isHit: true, value: 2 });
  });

  it('live for their time after the last read', () => {
    const shared = new SharedInputs();
    const { values } = shared.session();
    values.set('a', 1, 1);
    for (let i = 0; i < 5; i++) {
      shared.time += 900;
      expect(values.get('a').isHit).toBe(true);
    }
    shared.time += 1_200;
    expect(values.get('a').isHit).toBe(false);
  });

  it('travel many at once, and the rest at the end', () => {
    const shared = new SharedInputs();
    const { values } = shared.session();
    for (let i = 0; i < 200; i++) values.set(`key ${i}`, i, 60);
    values.close();
    expect(shared.told).toEqual([64, 64, 64, 8]);
    expect(shared.cache.statistics().values.entries).toBe(200);
  });

  it('are counted where they are read', () => {
    const shared = new SharedInputs();
    const first = shared.session().values;
    first.set('a', 1, 60);
    for (let i = 0; i < 3; i++) first.get('a');
    first.get('b');
    first.remember('c', 60, () => 1);
    expect(first.counts()).toEqual({ hits: 3, misses: 2 });
    first.close();
    const second = shared.session().values;
    second.remember('c', 60, () => 2);
    second.close();
    expect(shared.host.counts()).toEqual({ hits: 4, misses: 2 });
  });

  it('that cannot be read any more are computed anew', () => {
    const shared = new SharedInputs();
    shared.cache.set('values', 'a', Uint8Array.of(1, 2, 3), null);
    const { values } = shared.session();
    expect(values.get('a').isHit).toBe(false);
    expect(values.remember('a', null, () => 'anew')).toBe('anew');
    values.close();
    expect(shared.session().values.get('a')).toEqual({ isHit: true, value: 'anew' });
  });

  it('are used as soon as anything is asked of them', () => {
    const uses: ((values: ValueClient) => unknown)[] = [
      (values) => values.get('a'),
      (values) => values.has('a'),
      (values) => values.set('a', 1, null),
      (values) => values.remember('a', null, () => 1),
      (values) => values.delete('a'),
      (values) => values.flush('a'),
    ];
    for (const use of uses) {
      const { values } = new SharedInputs().session();
      expect(values.isUsed).toBe(false);
      use(values);
      expect(values.isUsed).toBe(true);
    }
  });
});
