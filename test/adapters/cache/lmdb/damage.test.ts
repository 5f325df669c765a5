import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCache } from '../../../../src/cli/cache/open.ts';
import { NOON } from '../../../support/candle-store.ts';
import { cacheProcess, openDisk, wrongEntries } from '../../../support/disk-cache.ts';
import { entryContent } from '../../../support/entry-content.ts';
import { testFolder } from '../../../support/folder.ts';

const PAGE = 4_096;
const KEYS = Array.from({ length: 60 }, (_, i) => `key ${i}`);

/** A folder with a closed cache of 60 entries, written in many transactions. */
async function filledFolder(): Promise<string> {
  const folder = join(testFolder(), 'cache');
  const { cache } = openDisk(folder, NOON);
  for (const key of KEYS) cache.set('results', key, entryContent(key), null);
  for (const key of KEYS) cache.set('values', key, entryContent(`${key} of values`), null);
  for (const key of KEYS.slice(30)) cache.set('results', key, entryContent(key), null);
  cache.flush('values');
  await cache.close();
  return folder;
}

/** Opens what was damaged: what it has is right, and it can be used again. */
async function useDamaged(folder: string): Promise<{ readonly hits: number; readonly warnings: readonly string[] }> {
  const { cache, warnings } = openDisk(folder, NOON);
  const found = KEYS.filter((key) => cache.get('results', key) !== null);
  const wrong = wrongEntries(cache, found);
  cache.setMany(KEYS.map((key) => ({ kind: 'results', key, content: entryContent(key), ttlSeconds: null })));
  const missing = wrongEntries(cache, KEYS);
  const isWhole = Object.values(cache.verify()).every(({ corrupt }) => corrupt === 0);
  await cache.close();
  expect({ wrong, missing, isWhole }).toEqual({ wrong: [], missing: [], isWhole: true });
  return { hits: found.length, warnings };
}

function change(folder: string, edit: (file: Buffer) => void): void {
  const path = join(folder, 'data.mdb');
  const file = readFileSync(path);
  edit(file);
  writeFileSync(path, file);
}

const BEGUN_ANEW = expect.stringMatching(/^the cache .* is damaged \(.*\): moved to .* and begun anew/);

describe('a cache that is damaged', () => {
  it('by one flipped bit in a value has lost that value alone, and counts it', async () => {
    const folder = await filledFolder();
    const key = KEYS.find((each) => entryContent(each).length > 40_000) ?? '';
    change(folder, (file) => {
      file[file.indexOf(entryContent(key)) + 20_000] ^= 4;
    });
    const { cache, warnings } = openDisk(folder, NOON);
    expect(cache.get('results', key)).toBeNull();
    expect(wrongEntries(cache, KEYS)).toEqual([key]);
    expect(cache.statistics().results).toMatchObject({ corrupt: 1, entries: KEYS.length - 1, misses: 2 });
    expect(warnings).toEqual([]);
  });

  it('in what is known of an entry has lost that entry alone, also what lies beside it', async () => {
    const folder = await filledFolder();
    change(folder, (file) => {
      const name = Buffer.from('entry =key 7');
      for (let at = file.indexOf(name); at >= 0; at = file.indexOf(name, at + 1)) {
        // A blank would come before the number of a chunk.
        if (file[at + name.length] !== 0x20) file[at + name.length + 20] ^= 1;
      }
    });
    const { cache, environment } = openDisk(folder, NOON);
    expect(cache.verify()).toMatchObject({ results: { entries: KEYS.length, corrupt: 1 } });
    expect(wrongEntries(cache, KEYS)).toEqual(['key 7']);
    expect(environment.contents.keys('results entry =key 7 ')).toEqual([]);
  });

  it('in what was counted counts anew', async () => {
    const folder = await filledFolder();
    const before = openDisk(folder, NOON);
    const { entries, bytes } = before.cache.statistics().results;
    await before.cache.close();
    change(folder, (file) => {
      const text = Buffer.from('{"entries":');
      for (let at = file.indexOf(text); at >= 0; at = file.indexOf(text, at + 1)) file[at + 3] ^= 1;
    });
    const { cache } = openDisk(folder, NOON);
    expect(cache.statistics().results).toMatchObject({ entries, bytes });
  });

  it('by a flipped bit wherever it may be never gives anything else than what was kept', async () => {
    const folder = await filledFolder();
    const sound = readFileSync(join(folder, 'data.mdb'));
    for (let trial = 0; trial < 60; trial++) {
      const at = (trial * 7_919_993 + 12_345) % sound.length;
      const file = Buffer.from(sound);
      file[at] ^= 1 << (trial % 8);
      await useCopy(file, folder, trial);
    }
  });

  it.each(['zeros', 'noise', 'another page'])(
    'by a page overwritten with %s never gives anything else',
    async (what) => {
      const folder = await filledFolder();
      const sound = readFileSync(join(folder, 'data.mdb'));
      const pages = sound.length / PAGE;
      for (let trial = 0; trial < 40; trial++) {
        const file = Buffer.from(sound);
        const target = (trial * 97) % pages;
        const page = file.subarray(target * PAGE, (target + 1) * PAGE);
        if (what === 'zeros') page.fill(0);
        else if (what === 'noise') for (let i = 0; i < PAGE; i++) page[i] = (i * i * 31 + trial * 7) >> 3;
        else sound.copy(page, 0, ((target + 11) % pages) * PAGE);
        await useCopy(file, folder, trial);
      }
    },
  );

  /** Uses a damaged copy, then removes all that the trial left. */
  async function useCopy(file: Buffer, folder: string, trial: number): Promise<void> {
    const copy = join(dirname(folder), `copy-${trial}`);
    mkdirSync(copy);
    writeFileSync(join(copy, 'data.mdb'), file);
    const { warnings } = await useDamaged(copy);
    expect(warnings.length).toBeLessThanOrEqual(1);
    for (const name of readdirSync(dirname(folder)).filter((each) => each.startsWith('copy-')))
      rmSync(join(dirname(folder), name), { recursive: true });
  }

  it.each([1, PAGE, PAGE + 1, 3 * PAGE, 10 * PAGE])('by being cut off after %i bytes is begun anew', async (length) => {
    const folder = await filledFolder();
    truncateSync(join(folder, 'data.mdb'), length);
    expect(await useDamaged(folder)).toEqual({ hits: 0, warnings: [BEGUN_ANEW] });
  });

  it('by zeros for meta pages is begun anew', async () => {
    const folder = await filledFolder();
    change(folder, (file) => file.fill(0, 0, 2 * PAGE));
    expect(await useDamaged(folder)).toEqual({ hits: 0, warnings: [BEGUN_ANEW] });
  });

  it('by being emptied is new', async () => {
    const folder = await filledFolder();
    truncateSync(join(folder, 'data.mdb'), 0);
    expect(await useDamaged(folder)).toEqual({ hits: 0, warnings: [] });
  });

  it('by another version of LMDB is begun anew, and says which', async () => {
    const folder = await filledFolder();
    change(folder, (file) => {
      for (const meta of [0, PAGE]) file.writeUInt32LE(1, meta + 24 + 4);
    });
    const { hits, warnings } = await useDamaged(folder);
    expect(hits).toBe(0);
    expect(warnings).toEqual([expect.stringContaining('of another version of LMDB')]);
  });
});

describe('a cache that cannot be used keeps nothing, with one warning', () => {
  it('where a folder lies in the place of its file', () => {
    const folder = join(testFolder(), 'cache');
    mkdirSync(join(folder, 'data.mdb'), { recursive: true });
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    const cache = openCache({ driver: 'lmdb', folder, budgetBytes: 1e9, clock: NOON, warn });
    expect(cache.driver).toBe('none');
    expect(cache.set('values', 'key', entryContent('key'), null)).toBe(false);
    expect(cache.get('values', 'key')).toBeNull();
    expect(warnings).toEqual([expect.stringMatching(/^the cache .* cannot be used .*; nothing is kept$/)]);
  });

  it.each([
    ['file', 'data.mdb', 0o000],
    ['file, which it may read', 'data.mdb', 0o444],
    ['folder', '', 0o555],
  ])('where it may not write its %s', async (what, name, mode) => {
    const folder = await filledFolder();
    chmodSync(dirname(folder), 0o755);
    if (what === 'folder') for (const file of readdirSync(folder)) rmSync(join(folder, file));
    chmodSync(join(folder, name), mode);
    // The superuser may do anything: nobody may not.
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const child = spawnSync(process.execPath, cacheProcess(folder, 'new', 2), {
      ...nobody,
      env: { ...process.env, HOME: dirname(folder) },
      encoding: 'utf8',
    });
    const warning = expect.stringMatching(/cannot be used .*; nothing is kept$/);
    expect(ended(child.stdout)).toEqual({ driver: 'none', warnings: [warning], wrong: [] });
    chmodSync(join(folder, name), 0o755);
  });
});

describe('a cache on a full disk', () => {
  it('keeps what it has and says once that nothing more is kept', () => {
    const { folder, limit } = smallDisk();
    const [program, ...words] = [...limit, process.execPath, ...cacheProcess(join(folder, 'cache'), 'new', 300)];
    const child = spawnSync(program, words, { encoding: 'utf8' });
    const keys = keptBy(child.stdout);
    expect(keys.length).toBeGreaterThan(5);
    expect(keys.length).toBeLessThan(300);
    const warning = expect.stringMatching(/cannot be used .*; nothing more is kept in it$/);
    expect(ended(child.stdout)).toEqual({ driver: 'lmdb', warnings: [warning], wrong: [] });
    const larger = join(testFolder(), 'cache');
    mkdirSync(larger);
    copyFileSync(join(folder, 'cache/data.mdb'), join(larger, 'data.mdb'));
    const { cache, warnings } = openDisk(larger, NOON);
    expect(wrongEntries(cache, keys)).toEqual([]);
    expect(warnings).toEqual([]);
  });

  /** A disk of 4 MiB where one can be had, otherwise a limit for every file. */
  function smallDisk(): { readonly folder: string; readonly limit: readonly string[] } {
    const folder = testFolder();
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder]);
    if (status !== 0) return { folder, limit: ['bash', '-c', 'ulimit -f 4096; exec "$0" "$@"'] };
    onTestFinished(() => {
      spawnSync('umount', [folder]);
    });
    return { folder, limit: ['env'] };
  }
});

describe('a cache whose writer is killed', () => {
  it('at 20 moments has all that it said it kept, and no lock is left', async () => {
    const folder = join(testFolder(), 'cache');
    const kept: string[] = [];
    for (let round = 0; round < 20; round++) {
      const writer = spawn(process.execPath, cacheProcess(folder, `round ${round}`, 1e9));
      let output = '';
      writer.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
      await once(writer.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
      writer.kill('SIGKILL');
      await once(writer, 'close');
      kept.push(...keptBy(output));
      const { cache, warnings } = openDisk(folder, NOON);
      expect({ wrong: wrongEntries(cache, kept), warnings }).toEqual({ wrong: [], warnings: [] });
      expect(cache.set('values', `round ${round}`, entryContent('value'), null)).toBe(true);
      await cache.close();
    }
    expect(kept.length).toBeGreaterThan(20);
  });
});

/** Keys that a process said it kept; its last line may be cut off. */
function keptBy(output: string): readonly string[] {
  return output
    .split('\n')
    .slice(0, -1)
    .filter((line) => !line.startsWith('{'));
}

/** Parses the last line of a process. */
function ended(output: string): unknown {
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}
