import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openCandleStore } from '../../../../src/adapters/candles/lmdb/store.ts';
import { sha256 } from '../../../../src/adapters/system/digest.ts';
import { MINUTE } from '../../../../src/model/time.ts';
import { AUGUST, FIL, fileOf, NOON } from '../../../support/candle-store.ts';
import { openDisk } from '../../../support/disk-cache.ts';
import { testFolder } from '../../../support/folder.ts';

/** An environment that the code of format 2 wrote: 1,000 candles, and a small and a large entry of each kind. */
function openFormat2() {
  const folder = join(testFolder(), 'cache');
  mkdirSync(folder);
  const fixture = readFileSync(new URL('support/format-2.mdb.gz', import.meta.url));
  writeFileSync(join(folder, 'data.mdb'), gunzipSync(fixture));
  return openDisk(folder, NOON);
}

const ENTRIES = (['values', 'results'] as const).flatMap((kind) => [
  [kind, 'small'] as const,
  [kind, 'large'] as const,
]);

describe('a store of the format before this one', () => {
  it('keeps its candles', () => {
    const { environment, warnings } = openFormat2();
    const store = openCandleStore({ environment, digest: sha256, warn: () => {} });
    expect(store.verify()).toMatchObject([{ months: 1, faults: [] }]);
    const loaded = store.load(FIL, { from: AUGUST, to: AUGUST + 1_000 * MINUTE });
    expect([...loaded.close]).toEqual([...fileOf(0, 1_000).rows.close]);
    expect(warnings).toEqual([]);
  });

  it('takes further candles, and holds each month once', () => {
    const { environment } = openFormat2();
    const store = openCandleStore({ environment, digest: sha256, warn: () => {} });
    const before = store.markets();
    expect(before).toMatchObject([{ base: '1m', filled: 0 }]);
    store.put(FIL, [fileOf(1_000, 10)]);
    expect(store.markets()).toMatchObject([{ minutes: before[0].minutes + 10 }]);
    expect(store.verify()).toMatchObject([{ months: 1, faults: [] }]);
    expect(environment.candles.keys('month ')).toHaveLength(1);
  });

  it('has no entries for readers, none of them damaged, and lets go of all that they took', () => {
    const { cache, environment, warnings } = openFormat2();
    for (const [kind, key] of ENTRIES) expect(cache.get(kind, key)).toBeNull();
    expect(cache.statistics()).toMatchObject({
      values: { entries: 0, bytes: 0, expired: 2, corrupt: 0 },
      results: { entries: 0, bytes: 0, expired: 2, corrupt: 0 },
    });
    expect([...environment.contents.keys('')]).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('is not damaged, and is empty after a sweep', () => {
    const { cache, environment } = openFormat2();
    expect(cache.verify()).toMatchObject({ values: { corrupt: 0 }, results: { corrupt: 0 } });
    cache.sweep();
    expect(cache.statistics()).toMatchObject({ values: { entries: 0 }, results: { entries: 0 } });
    expect([...environment.contents.keys('')]).toEqual([]);
  });

  it('keeps what is written over its entries', () => {
    const { cache } = openFormat2();
    for (const [kind, key] of ENTRIES) cache.set(kind, key, Buffer.alloc(50_000, key), null);
    for (const [kind, key] of ENTRIES) expect(cache.get(kind, key)).toEqual(new Uint8Array(Buffer.alloc(50_000, key)));
    expect(cache.statistics().results.entries).toBe(2);
  });
});
