import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

const ESM = `
import { Strategy, ta } from 'jbt-runner';
import { JbtError, runBatch } from 'jbt-runner/node';
import { play } from 'jbt-runner/play';
const code = await runBatch('none.yaml').catch((error) => error instanceof JbtError && error.code);
console.log(typeof Strategy, typeof ta.sma, typeof play, code);
`;

const COMMONJS = `
const { Strategy, ta } = require('jbt-runner');
const { JbtError, runBatch } = require('jbt-runner/node');
const { play } = require('jbt-runner/play');
runBatch('none.yaml').catch((error) => error instanceof JbtError && error.code).then((code) => {
  console.log(typeof Strategy, typeof ta.sma, typeof play, code);
});
`;

describe('the packed package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jbt-package-'));
  let files: readonly string[] = [];
  let tarball = '';

  beforeAll(async () => {
    const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
      cwd: ROOT,
    });
    const [{ filename, files: packed }] = JSON.parse(stdout);
    tarball = join(folder, filename);
    files = packed.map(({ path }: { readonly path: string }) => path);
    for (const type of ['module', 'commonjs']) {
      mkdirSync(join(folder, type));
      writeFileSync(join(folder, type, 'package.json'), JSON.stringify({ name: type, type, private: true }));
      const words = ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball];
      await run('npm', words, { cwd: join(folder, type) });
    }
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has no code of benchmarks and tests, and no source map without its sources', () => {
    expect(files.filter((path) => /^(dist\/)?(bench|test)\/|\.map$/.test(path))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining(['dist/bin/jbt.js', 'dist/src/node/index.d.ts', 'docs/api.md', 'LICENSE']),
    );
  });

  it('has types that every kind of project resolves', async () => {
    const attw = join(ROOT, 'node_modules/.bin/attw');
    const { stdout } = await run(attw, [tarball, '--profile', 'esm-only', '--format', 'json', '--quiet']);
    expect(stdout).toBe('');
  });

  it.each([
    ['module', ESM],
    ['commonjs', COMMONJS],
  ])('works in an empty project of type %s, with both of its faces', async (type, code) => {
    writeFileSync(join(folder, type, 'program.js'), code);
    const { stdout } = await run(process.execPath, ['program.js'], { cwd: join(folder, type) });
    expect(stdout.trim()).toBe('function function function FileNotFound');
    const { stdout: version } = await run(join(folder, type, 'node_modules/.bin/jbt'), ['--version'], { cwd: folder });
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });
});
