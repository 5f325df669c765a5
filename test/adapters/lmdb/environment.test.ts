import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type LmdbEnvironment, openEnvironment } from '../../../src/adapters/lmdb/environment.ts';
import { findDamage } from '../../../src/adapters/lmdb/file.ts';
import { damage, NOON } from '../../support/candle-store.ts';
import { testFolder } from '../../support/folder.ts';
import { testProcess } from '../../support/test-process.ts';

const PAGE = 4_096;
const content = Buffer.from('something that takes a while to compute');

interface Opened {
  readonly environment: LmdbEnvironment;
  readonly warnings: readonly string[];
}

function openIn(folder: string, access: 'read' | 'write' = 'write'): Opened {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const environment = openEnvironment(folder, { access, check: 'quick', clock: NOON, warn });
  onTestFinished(() => environment.close());
  return { environment, warnings };
}

/** A folder with a closed environment of a few hundred values, small and large. */
async function filledFolder(): Promise<string> {
  const folder = join(testFolder(), 'cache');
  const { environment } = openIn(folder);
  for (let round = 0; round < 3; round++) {
    environment.transaction(() => {
      for (let i = 0; i < 200; i++) environment.values.put(`key ${i}`, Buffer.alloc(i * 100, round));
      environment.results.put('result', content);
    });
  }
  await environment.close();
  return folder;
}

const FULL_DISK = fileURLToPath(new URL('../../support/full-disk.ts', import.meta.url));

describe('an environment', () => {
  it('keeps values apart by table and tells what is missing', async () => {
    const folder = await filledFolder();
    const { environment, warnings } = openIn(folder);
    expect(environment.results.get('result')).toEqual({ kind: 'found', content });
    expect(environment.values.get('result')).toEqual({ kind: 'missing' });
    expect(environment.results.keys('')).toEqual(['result']);
    expect(environment.values.keys('key 19')).toHaveLength(11);
    expect(environment.transaction(() => environment.results.remove('result'))).toBe(true);
    expect(environment.results.get('result')).toEqual({ kind: 'missing' });
    expect(warnings).toEqual([]);
  });

  it('writes all of a transaction, or nothing when it throws', async () => {
    const { environment } = openIn(await filledFolder());
    const failing = () =>
      environment.transaction(() => {
        environment.results.remove('result');
        environment.values.put('another', content);
        throw new Error('changed my mind');
      });
    expect(failing).toThrow('changed my mind');
    expect(environment.results.get('result').kind).toBe('found');
    expect(environment.values.get('another').kind).toBe('missing');
  });

  it('is seen by readers', async () => {
    const { environment } = openIn(await filledFolder(), 'read');
    expect(environment.results.get('result').kind).toBe('found');
  });

  it('holds values up to 8 MiB and no larger', () => {
    const { environment } = openIn(testFolder());
    const most = Buffer.alloc(8 * 1024 * 1024, 7);
    environment.transaction(() => environment.values.put('most', most));
    const stored = environment.values.get('most');
    expect(stored.kind === 'found' && most.equals(stored.content)).toBe(true);
    expect(() => environment.values.put('more', Buffer.alloc(most.length + 1))).toThrow(RangeError);
  });

  it('tells a value with a flipped bit', async () => {
    const folder = await filledFolder();
    damage(folder, content);
    const { environment, warnings } = openIn(folder);
    expect(environment.results.get('result')).toEqual({ kind: 'corrupt' });
    expect(warnings).toEqual([]);
  });

  it('is made in a folder whose name looks like that of a file', () => {
    const folder = join(testFolder(), 'my.cache');
    openIn(folder);
    expect(readdirSync(folder).sort()).toEqual(['data.mdb', 'lock.mdb']);
  });
});

describe('a damaged environment', () => {
  const DAMAGES: readonly (readonly [what: string, damage: (path: string) => void])[] = [
    ['a file of another kind', (path) => writeFileSync(path, 'x'.repeat(3 * PAGE))],
    ['a file of zeros', (path) => writeFileSync(path, Buffer.alloc(3 * PAGE))],
    ['half a file', (path) => truncateSync(path, Math.floor(readFileSync(path).length / 2))],
    ['half a page', (path) => truncateSync(path, PAGE / 2)],
    ['no first meta page', (path) => overwrite(path, 0, Buffer.alloc(PAGE))],
    ['no second meta page', (path) => overwrite(path, PAGE, Buffer.alloc(PAGE))],
    ['a root beyond the file', (path) => overwriteMetas(path, 24 + 72 + 40, Buffer.from([9, 9, 9, 9]))],
    ['a page size of one', (path) => overwriteMetas(path, 24 + 24, Buffer.from([1, 0, 0, 0]))],
    ['a last page beyond all disks', (path) => overwriteMetas(path, 24 + 120 + 5, Buffer.from([1]))],
    ['a transaction number from nowhere', (path) => overwrite(path, 24 + 128 + 3, Buffer.from([1]))],
    [
      'no pages behind the metas',
      (path) => overwrite(path, 2 * PAGE, Buffer.alloc(readFileSync(path).length - 2 * PAGE)),
    ],
  ];

  it.each(DAMAGES)('is moved aside and begun anew: %s', async (_what, break_) => {
    const folder = await filledFolder();
    const path = join(folder, 'data.mdb');
    break_(path);
    const broken = readFileSync(path);
    const { environment, warnings } = openIn(folder);
    const aside = `${folder}.damaged-2023-08-01T12-00-00.000Z`;
    expect(warnings).toEqual([expect.stringMatching(/is damaged \(.*\): moved to .* and begun anew/)]);
    expect(readFileSync(join(aside, 'data.mdb')).equals(broken)).toBe(true);
    expect(environment.results.get('result')).toEqual({ kind: 'missing' });
    environment.transaction(() => environment.results.put('result', content));
    expect(environment.results.get('result').kind).toBe('found');
  });

  it('is only one that is: a file of no bytes is new', () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'data.mdb'), '');
    expect(openIn(folder).warnings).toEqual([]);
  });

  it('is never seen in one that another process writes at the moment, nor in what is left when it is killed', async () => {
    const folder = join(testFolder(), 'cache');
    const writer = spawn(process.execPath, testProcess('writing-environment', folder), {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(writer.stdout, 'data');
    const found = Array.from({ length: 300 }, () => findDamage(join(folder, 'data.mdb'), 10_000));
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    expect(found.filter((damaged) => damaged !== null)).toEqual([]);
    expect(openIn(folder).warnings).toEqual([]);
  });
});

describe('an environment that cannot be used is refused with what to do', () => {
  it('where its folder would lie in a file', () => {
    const file = join(testFolder(), 'file');
    writeFileSync(file, '');
    expect(() => openIn(join(file, 'cache'))).toThrow(
      expect.objectContaining({ code: 'CacheUnavailable', message: expect.stringContaining('JBT_HOME') }),
    );
  });

  it('where its file is a folder', () => {
    const folder = testFolder();
    mkdirSync(join(folder, 'data.mdb'));
    expect(() => openIn(folder)).toThrow(expect.objectContaining({ code: 'CacheUnavailable' }));
  });

  it('where there is nothing to read', () => {
    const folder = join(testFolder(), 'cache');
    expect(() => openIn(folder, 'read')).toThrow(expect.objectContaining({ code: 'CacheUnavailable' }));
  });

  it.each([2, 200])('where the disk is full after %i KiB', (kibibytes) => {
    const folder = join(testFolder(), 'cache');
    const command = `ulimit -f ${kibibytes}; exec "$0" --import tsx "$1" "$2"`;
    const child = spawnSync('bash', ['-c', command, process.execPath, FULL_DISK, folder], { encoding: 'utf8' });
    expect({ status: child.status, stdout: child.stdout }).toEqual({ status: 0, stdout: 'CacheUnavailable\n' });
    expect(openIn(folder).warnings).toEqual([]);
  });
});

function overwrite(path: string, position: number, bytes: Buffer): void {
  const file = readFileSync(path);
  bytes.copy(file, position);
  writeFileSync(path, file);
}

function overwriteMetas(path: string, position: number, bytes: Buffer): void {
  overwrite(path, position, bytes);
  overwrite(path, position + PAGE, bytes);
}
