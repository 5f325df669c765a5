import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dependencyFor } from '../../../src/cli/init/dependency.ts';
import { versionOfJbt } from '../../../src/cli/process/version.ts';
import { commandLine } from '../../support/command-line.ts';
import { testFolder } from '../../support/folder.ts';

const FILES = [
  ...['package.json', 'tsconfig.json', 'jbt.yaml', 'strategies/trend.ts', 'test/trend.test.js'],
  ...['.gitignore', '.github/workflows/test.yml'],
];

describe('jbt init', () => {
  it('writes every file of a project, and says what to do next', async () => {
    const folder = testFolder();
    const { code, stdout } = await commandLine(folder, 'init', 'my lab');
    expect(code).toBe(0);
    expect(FILES.filter((path) => !existsSync(join(folder, 'my lab', path)))).toEqual([]);
    expect(stdout).toContain("cd 'my lab'\n  npm install\n  npm test");
  });

  it('stores two months of two markets in the project', async () => {
    const folder = testFolder();
    await commandLine(folder, 'init', 'lab');
    const { stdout } = await commandLine(join(folder, 'lab'), 'candles', '--json');
    const stored = JSON.parse(stdout) as readonly { readonly minutes: number }[];
    expect(stored.map(({ minutes }) => minutes)).toEqual([61 * 1440, 61 * 1440]);
  });

  it('answers a machine in JSON', async () => {
    const folder = testFolder();
    const made = JSON.parse((await commandLine(folder, 'init', '--json')).stdout);
    expect(made).toMatchObject({ folder, files: FILES, dependency: expect.stringMatching(/^file:/) });
  });

  it('names the package like its folder, as npm allows it', async () => {
    const folder = testFolder();
    const nameIn = async (name: string): Promise<unknown> => {
      await commandLine(folder, 'init', name);
      return JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')).name;
    };
    expect(await nameIn('My Lab!')).toBe('my-lab');
    expect(await nameIn('jbt-runner')).toBe('backtests');
    expect(await nameIn('研究')).toBe('backtests');
  });

  it.each([
    ['files of its own', ['jbt.yaml', 'notes.txt', '.gitignore'], 'this folder has jbt.yaml, .gitignore already'],
    ['a file in the place of a folder', ['strategies'], 'this folder has strategies already'],
  ])('writes nothing into a folder with %s', async (_what, files, message) => {
    const folder = testFolder();
    for (const name of files) writeFileSync(join(folder, name), 'mine');
    const { code, stderr } = await commandLine(folder, 'init');
    expect({ code, lines: stderr.split('\n').length }).toEqual({ code: 2, lines: 2 });
    expect(stderr).toContain(`error FileExists: ${message}`);
    expect(readdirSync(folder).sort()).toEqual([...files].sort());
    expect(files.map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(files.map(() => 'mine'));
  });

  it('refuses a file as folder', async () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'lab'), '');
    expect((await commandLine(folder, 'init', 'lab')).stderr).toContain('error FileExists: lab is a file');
    expect((await commandLine(folder, 'init', 'lab/below')).stderr).toContain('error ProjectUnavailable: ');
  });

  it('removes what it wrote when the rest fails', async () => {
    const folder = testFolder();
    mkdirSync(join(folder, 'test'));
    writeFileSync(join(folder, '.jbt'), 'no folder');
    const { code } = await commandLine(folder, 'init');
    expect(code).not.toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['.jbt', 'test']);
    expect(readdirSync(join(folder, 'test'))).toEqual([]);
  });

  it('does not follow a dangling link', async () => {
    const folder = testFolder();
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'jbt.yaml'));
    expect((await commandLine(folder, 'init')).code).toBe(4);
    expect(readdirSync(folder)).toEqual(['jbt.yaml']);
  });
});

describe('the dependency of a project', () => {
  /** A jbt that npm installed into a folder from this source. */
  function installed(resolved: string): string {
    const folder = testFolder();
    const lock = { packages: { 'node_modules/jbt-runner': { resolved } } };
    mkdirSync(join(folder, 'node_modules/jbt-runner'), { recursive: true });
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify(lock));
    writeFileSync(join(folder, 'jbt.tgz'), '');
    return join(folder, 'node_modules/jbt-runner');
  }

  it('is the checkout that jbt runs from', () => {
    expect(dependencyFor('/here/lab', '/here/jbt')).toEqual({ spec: 'file:../jbt', local: '/here/jbt' });
  });

  it('is the archive that jbt was installed from', () => {
    const jbt = installed('file:jbt.tgz');
    const folder = join(jbt, '../..');
    expect(dependencyFor(join(folder, 'lab'), jbt).spec).toBe('file:../jbt.tgz');
  });

  it.each([
    ['came from the registry', 'https://registry.npmjs.org/jbt-runner/-/jbt-runner-0.1.0.tgz'],
    ['came from an archive that is gone', 'file:gone.tgz'],
  ])('is the version where jbt %s', (_what, resolved) => {
    expect(dependencyFor('/here/lab', installed(resolved))).toEqual({ spec: `^${versionOfJbt()}`, local: null });
  });

  it('is the version where another package manager installed jbt', () => {
    expect(dependencyFor('/here/lab', '/there/node_modules/jbt-runner').spec).toBe(`^${versionOfJbt()}`);
  });
});
