import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { FIL, fileOf, openStore } from '../../support/candle-store.ts';
import { commandLine } from '../../support/command-line.ts';
import { openDisk } from '../../support/disk-cache.ts';
import { entryContent } from '../../support/entry-content.ts';
import { testFolder } from '../../support/folder.ts';

/** A project with candles, three results and two values, one of which is expired. */
async function filledProject(): Promise<string> {
  const project = testFolder();
  const folder = join(project, '.jbt/cache');
  mkdirSync(join(project, '.jbt'));
  const { environment, store } = openStore(folder);
  store.put(FIL, [fileOf(0, 100)]);
  await environment.close();
  const { cache } = openDisk(folder, systemClock);
  for (const key of ['one', 'two', 'three']) cache.set('results', key, entryContent(key), null);
  cache.set('values', 'lives', entryContent('lives'), 3_600);
  cache.set('values', 'gone', entryContent('gone'), -1);
  for (const key of ['one', 'two', 'three', 'four']) cache.get('results', key);
  await cache.close();
  return project;
}

async function entriesIn(project: string): Promise<readonly number[]> {
  const { stdout } = await commandLine(project, 'cache', '--json');
  const { values, results } = JSON.parse(stdout);
  return [values.entries, results.entries];
}

describe('jbt cache', () => {
  it('leaves no trace where nothing is kept', async () => {
    const project = testFolder();
    const { code, stderr } = await commandLine(project, 'cache');
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('the cache is empty') });
    expect(readdirSync(project)).toEqual([]);
  });

  it('shows what is kept, and how often it was found', async () => {
    const project = await filledProject();
    const { code, stdout, stderr } = await commandLine(project, 'cache');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/\.jbt\/cache: \d+\.\d MB with candles$/),
      expect.stringMatching(/^ {2}values {3}2 of \d+\.\d MB; 0 hits, 0 misses; 0 evicted, 0 expired, 0 damaged$/),
      expect.stringMatching(/^ {2}results {2}3 of \d+\.\d MB; 3 hits, 1 misses \(75\.0%\); 0 evicted, 0 expired/),
      '',
    ]);
    const json = JSON.parse((await commandLine(project, 'cache', 'stats', '--json')).stdout);
    expect(json).toMatchObject({ results: { entries: 3, hits: 3, misses: 1, hitRate: 0.75 }, values: { entries: 2 } });
    expect(json.fileBytes).toBeGreaterThan(4_096);
  });

  it.each<[readonly string[], readonly number[], readonly number[]]>([
    [[], [2, 3], [0, 0]],
    [['--results'], [0, 3], [2, 0]],
    [['--values'], [2, 0], [0, 3]],
    [['--expired'], [1, 0], [1, 3]],
    [
      ['--expired', '--results'],
      [0, 0],
      [2, 3],
    ],
    [
      ['--results', '--values'],
      [2, 3],
      [0, 0],
    ],
  ])('flush %j forgets so many values and results, and never candles', async (flags, [values, results], left) => {
    const project = await filledProject();
    const { code, stdout } = await commandLine(project, 'cache', 'flush', ...flags, '--json');
    expect({ code, removed: JSON.parse(stdout).removed }).toEqual({ code: 0, removed: { values, results } });
    expect(await entriesIn(project)).toEqual(left);
    const candles = await commandLine(project, 'candles', '--json');
    expect(JSON.parse(candles.stdout)).toMatchObject([{ minutes: 100 }]);
  });

  it('verify exits with 4 and removes what is damaged, and is content after that', async () => {
    const project = await filledProject();
    expect(await commandLine(project, 'cache', 'verify')).toMatchObject({
      code: 0,
      stdout: 'values: 2 read, none damaged\nresults: 3 read, none damaged\n',
    });
    const path = join(project, '.jbt/cache/data.mdb');
    const file = readFileSync(path);
    const content = entryContent('two');
    for (let at = file.indexOf(content); at >= 0; at = file.indexOf(content, at + 1)) file[at + 3] ^= 1;
    writeFileSync(path, file);
    expect(await commandLine(project, 'cache', 'verify')).toMatchObject({
      code: 4,
      stdout: expect.stringContaining('results: 3 read, 1 damaged and removed\n'),
    });
    expect(await commandLine(project, 'cache', 'verify')).toMatchObject({ code: 0 });
  });

  it('verify exits with 4 when all had to be begun anew', async () => {
    const project = await filledProject();
    writeFileSync(join(project, '.jbt/cache/data.mdb'), 'x'.repeat(10_000));
    const { code, stderr } = await commandLine(project, 'cache', 'verify', '--json');
    expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringMatching(/^warning: .* is damaged .*\n$/) });
    expect(await entriesIn(project)).toEqual([0, 0]);
  });

  it('compact makes the file smaller and keeps everything', async () => {
    const project = await filledProject();
    const { cache } = openDisk(join(project, '.jbt/cache'), systemClock);
    for (let i = 0; i < 20; i++) cache.set('values', `large ${i}`, new Uint8Array(100_000), null);
    for (let i = 0; i < 20; i++) cache.delete('values', `large ${i}`);
    await cache.close();
    const { code, stdout } = await commandLine(project, 'cache', 'compact', '--json');
    const { before, after } = JSON.parse(stdout);
    expect({ code, isSmaller: before - after > 1_500_000 }).toEqual({ code: 0, isSmaller: true });
    expect(await entriesIn(project)).toEqual([2, 3]);
    expect((await commandLine(project, 'cache', 'compact')).stdout).toMatch(/^\d+\.\d MB before, \d+\.\d MB after\n$/);
  });

  it.each([
    [['purge'], 'ACTION must be stats, verify, flush or compact, got "purge"'],
    [['stats', '--results'], 'ACTION must be flush with --expired, --results or --values, got "stats"'],
  ])('refuses %j', async (argv, message) => {
    const { code, stderr } = await commandLine(testFolder(), 'cache', ...argv);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `error InvalidOption: ${message}\n` });
  });
});
