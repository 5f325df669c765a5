import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCandleStore } from '../../../src/adapters/candles/lmdb/store.ts';
import { compactEnvironment } from '../../../src/adapters/lmdb/compact.ts';
import { openRoot } from '../../../src/adapters/lmdb/root.ts';
import { sha256 } from '../../../src/adapters/system/digest.ts';
import { beginningOf } from '../../../src/adapters/system/process-owner.ts';
import { FIL, fileOf, NOON, openStore } from '../../support/candle-store.ts';
import { cacheProcess, openDisk, wrongEntries } from '../../support/disk-cache.ts';
import { entryContent } from '../../support/entry-content.ts';
import { testFolder } from '../../support/folder.ts';
import { testProcess } from '../../support/test-process.ts';

const KEYS = Array.from({ length: 40 }, (_, i) => `key ${i}`);

/** A closed environment with candles, results, and the room of values that are gone. */
async function filledFolder(): Promise<string> {
  const folder = join(testFolder(), 'cache');
  const { environment, store } = openStore(folder);
  store.put(FIL, [fileOf(0, 1_000)]);
  await environment.close();
  const { cache } = openDisk(folder, NOON);
  const put = (kind: 'values' | 'results') =>
    cache.setMany(KEYS.map((key) => ({ kind, key, content: entryContent(key), ttlSeconds: null })));
  put('values');
  put('results');
  cache.flush('values');
  await cache.close();
  return folder;
}

/** Reads what `WHOLE` describes from a folder. */
async function contentsOf(folder: string) {
  const { cache, environment, warnings } = openDisk(folder, NOON);
  const wrong = wrongEntries(cache, KEYS);
  const { entries } = cache.statistics().results;
  const store = openCandleStore({ environment, digest: sha256, warn: () => {} });
  const candles = store.markets()[0]?.minutes;
  await environment.close();
  return { wrong, entries, candles, warnings };
}

const WHOLE = { wrong: [], entries: KEYS.length, candles: 1_000, warnings: [] };

describe('compacting', () => {
  it('gives room back and keeps everything, candles too', async () => {
    const folder = await filledFolder();
    const { before, after } = await compactEnvironment(folder);
    expect(after).toBeLessThan(before * 0.7);
    expect(statSync(join(folder, 'data.mdb')).size).toBe(after);
    expect(readdirSync(folder).sort()).toEqual(['data.mdb', 'lock.mdb']);
    expect(await contentsOf(folder)).toEqual(WHOLE);
    expect(await compactEnvironment(folder)).toMatchObject({ before: expect.any(Number) });
    expect(await contentsOf(folder)).toEqual(WHOLE);
  });

  it('is refused while another process has the cache open, which loses nothing', async () => {
    const folder = await filledFolder();
    const writer = spawn(process.execPath, cacheProcess(folder, 'other', 1e9));
    await once(writer.stdout, 'data');
    const refused = { code: 'CacheUnavailable', message: expect.stringContaining(`in use by process ${writer.pid}`) };
    await expect(compactEnvironment(folder)).rejects.toMatchObject(refused);
    writer.kill('SIGKILL');
    await once(writer, 'close');
    await compactEnvironment(folder);
    expect(await contentsOf(folder)).toMatchObject({ wrong: [], candles: 1_000, warnings: [] });
  });

  it('keeps others from opening the cache, unless whoever compacted it died', async () => {
    const folder = await filledFolder();
    const mark = join(folder, 'compacting');
    const { ppid } = process;
    for (const [owner, told] of [
      [{ host: hostname(), pid: ppid, begun: beginningOf(ppid) }, `by process ${ppid} on ${hostname()}: try again`],
      [{ host: 'web-2', pid: ppid, begun: null }, `or remove ${mark} if that process has ended`],
    ] as const) {
      writeFileSync(mark, JSON.stringify(owner));
      const refused = { code: 'CacheUnavailable', message: expect.stringContaining(told) };
      expect(() => openDisk(folder, NOON)).toThrow(expect.objectContaining(refused));
      await expect(compactEnvironment(folder)).rejects.toMatchObject(refused);
    }
    writeFileSync(mark, JSON.stringify({ host: hostname(), pid: ppid, begun: 'before it was used again' }));
    expect(await contentsOf(folder)).toEqual(WHOLE);
    await compactEnvironment(folder);
    expect(readdirSync(folder).sort()).toEqual(['data.mdb', 'lock.mdb']);
  });

  it('leaves everything where it is when it is killed', async () => {
    const folder = await filledFolder();
    for (let round = 0; round < 6; round++) {
      const child = spawn(process.execPath, testProcess('compacting-environment', folder));
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
      child.kill('SIGKILL');
      await once(child, 'close');
      expect(await contentsOf(folder)).toEqual(WHOLE);
    }
    await compactEnvironment(folder);
    expect(readdirSync(folder).sort()).toEqual(['data.mdb', 'lock.mdb']);
  });
});

describe('after compacting', () => {
  const HALF = 20_000;

  it('a half-stored month can be extended and its market removed, in a process of its own each', async () => {
    const folder = join(testFolder(), 'cache');
    const first = openStore(folder);
    first.store.put(FIL, [fileOf(0, HALF)]);
    await first.environment.close();
    for (const step of ['extend', 'remove']) {
      await compactEnvironment(folder);
      const child = spawnSync(
        process.execPath,
        testProcess('changing-candles', `--folder=${folder}`, `--step=${step}`),
        {
          encoding: 'utf8',
        },
      );
      expect(child).toMatchObject({ status: 0, stderr: '' });
      const { environment, store } = openStore(folder);
      expect(store.verify()).toEqual(step === 'extend' ? [{ market: FIL, months: 1, faults: [] }] : []);
      expect(store.markets().map(({ minutes }) => minutes)).toEqual(step === 'extend' ? [HALF + 1_000] : []);
      await environment.close();
    }
  });

  it('every next write is kept, whatever its size', async () => {
    const folder = await filledFolder();
    for (const bytes of [1, 2_000, 40_000, 1_000_000, 5_000_000]) {
      const content = Buffer.alloc(bytes, 7);
      const entries = KEYS.map((key) => ({ kind: 'values', key, content, ttlSeconds: null }) as const);
      for (const write of ['one', 'all', 'flush'] as const) {
        await compactEnvironment(folder);
        const { cache, environment } = openDisk(folder, NOON);
        if (write === 'flush') expect(cache.flush('values')).toBe(KEYS.length);
        else expect(cache.setMany(write === 'one' ? entries.slice(0, 1) : entries)).toBe(write === 'one' ? 1 : 40);
        await environment.close();
      }
    }
    expect(await contentsOf(folder)).toEqual(WHOLE);
  });
});

describe('an environment', () => {
  it('has room for the readers of many processes', async () => {
    const root = openRoot(await filledFolder(), 'write');
    expect(root.getStats()).toMatchObject({ maxReaders: 2_108 });
    await root.close();
  });
});
