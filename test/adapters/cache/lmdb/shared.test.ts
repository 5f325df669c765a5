import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLmdbReader } from '../../../../src/adapters/cache/lmdb/reader.ts';
import { openCandleStore } from '../../../../src/adapters/candles/lmdb/store.ts';
import { systemClock } from '../../../../src/adapters/system/clock.ts';
import { sha256 } from '../../../../src/adapters/system/digest.ts';
import { Hands } from '../../../conformance/cache.ts';
import { FIL, fileOf } from '../../../support/candle-store.ts';
import { cacheProcess, openDisk, wrongEntries } from '../../../support/disk-cache.ts';
import { entryContent } from '../../../support/entry-content.ts';
import { testFolder } from '../../../support/folder.ts';
import { testProcess } from '../../../support/test-process.ts';

/** Runs a process that writes numbered entries to its end. */
async function writeElsewhere(folder: string, name: string, entries: number) {
  const child = spawn(process.execPath, cacheProcess(folder, name, entries));
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const [code] = await once(child, 'close');
  return { code, errors, keys: output.split('\n').filter((line) => line.startsWith(name)) };
}

describe('a cache that several use', () => {
  it('loses nothing of two processes that write at once, of an import, or of a reader meanwhile', async () => {
    const folder = join(testFolder(), 'cache');
    const { cache, environment, warnings } = openDisk(folder, systemClock);
    const store = openCandleStore({ environment, digest: sha256, warn: () => {} });
    const writers = Promise.all(['one', 'two'].map((name) => writeElsewhere(folder, name, 120)));
    let isOver = false;
    void writers.finally(() => {
      isOver = true;
    });
    let [imported, reads] = [0, 0];
    while (!isOver) {
      if (imported < 20) store.put(FIL, [fileOf(100 * imported++, 100)]);
      const seen = ['one', 'two'].flatMap((name) => Array.from({ length: 120 }, (_, i) => `${name} ${i}`));
      const found = seen.filter((key) => cache.get('results', key) !== null);
      reads += found.length;
      expect(wrongEntries(cache, found)).toEqual([]);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    for (const { code, errors, keys } of await writers) {
      expect({ code, errors, kept: keys.length }).toEqual({ code: 0, errors: '', kept: 120 });
      expect(wrongEntries(cache, keys)).toEqual([]);
    }
    expect(reads).toBeGreaterThan(100);
    expect(cache.statistics().results).toMatchObject({ entries: 240, corrupt: 0 });
    expect(store.markets()).toMatchObject([{ minutes: 100 * imported }]);
    expect(warnings).toEqual([]);
  });

  it('is seen at once by a reader, whose findings the writer acts upon', async () => {
    const folder = join(testFolder(), 'cache');
    const clock = new Hands();
    const { cache } = openDisk(folder, clock);
    const reader = openLmdbReader(folder, clock);
    onTestFinished(() => reader.close());
    expect(reader.get('values', 'key')).toBeNull();
    cache.set('values', 'key', entryContent('key'), 100);
    cache.set('values', 'unused', entryContent('unused'), 100);
    expect(reader.get('values', 'key')).toEqual(new Uint8Array(entryContent('key')));
    clock.pass(9);
    reader.get('values', 'key');
    expect(reader.takeFindings()).toEqual({
      counts: { values: { hits: 2, misses: 1 }, results: { hits: 0, misses: 0 } },
      entries: [],
    });
    clock.pass(41);
    reader.get('values', 'key');
    const findings = reader.takeFindings();
    expect(findings?.entries).toEqual([{ kind: 'values', key: 'key', found: 'used' }]);
    if (findings !== null) cache.note(findings);
    clock.pass(90);
    expect([reader.has('values', 'key'), reader.has('values', 'unused')]).toEqual([true, false]);
    expect(reader.get('values', 'unused')).toBeNull();
    const last = reader.takeFindings();
    expect(last?.entries).toEqual([{ kind: 'values', key: 'unused', found: 'expired' }]);
    if (last !== null) cache.note(last);
    expect(cache.statistics().values).toMatchObject({ entries: 1, expired: 1, hits: 1, misses: 1 });
    expect(reader.takeFindings()).toBeNull();
  });

  it('does not grow without end in a hundred batches, while a reader is never idle', async () => {
    const folder = join(testFolder(), 'cache');
    const budgetBytes = 4e6;
    await openDisk(folder, systemClock, budgetBytes).cache.close();
    const reader = spawn(process.execPath, testProcess('reading-cache', folder));
    onTestFinished(() => {
      reader.kill('SIGKILL');
    });
    await once(reader.stdout, 'data');
    const sizes: number[] = [];
    for (let batch = 0; batch < 100; batch++) {
      const { cache } = openDisk(folder, systemClock, budgetBytes);
      const keys = Array.from({ length: 20 }, (_, i) => `batch ${batch} job ${i}`);
      const entries = keys.map(
        (key) => ({ kind: 'results', key, content: entryContent(key), ttlSeconds: null }) as const,
      );
      cache.setMany(entries.slice(0, 10));
      cache.setMany(entries.slice(10));
      expect(wrongEntries(cache, keys)).toEqual([]);
      cache.sweep();
      sizes.push(statSync(join(folder, 'data.mdb')).size);
      await cache.close();
    }
    expect(Math.max(...sizes)).toBeLessThan(2.5 * budgetBytes);
    expect(sizes.at(-1)).toBeLessThan(1.2 * sizes[49]);
    expect(reader.exitCode).toBeNull();
  });
});
