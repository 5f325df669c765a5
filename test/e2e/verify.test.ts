import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../src/run/manifest.ts';
import { batch, candlesCsv, MARKET, Project } from './support/project.ts';
import { TREND } from './support/strategies.ts';

describe('the inputs of a run', () => {
  const project = new Project({
    'jbt.yaml': batch('trend', [3, 5, 7]),
    'fil.csv': candlesCsv(4 * 1440),
    '.gitignore': '.jbt\n',
    'strategies/trend.ts': TREND.replace(
      `from 'jbt-runner';`,
      `from 'jbt-runner';\nimport { one } from '@own/one';`,
    ).replace('1.004', '1.003 + one / 1000'),
    'node_modules/@own/one/package.json':
      '{ "name": "@own/one", "version": "1.2.3", "type": "module", "main": "one.js" }',
    'node_modules/@own/one/one.js': 'export const one = 1;\n',
    'node_modules/@own/one/one.d.ts': 'export declare const one: number;\n',
  });
  const git = (...words: readonly string[]): string => {
    const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.org'];
    return execFileSync('git', [...identity, ...words], { cwd: project.folder, encoding: 'utf8' }).trim();
  };
  const manifest = (): Manifest => JSON.parse(project.read(project.runs().at(-1) ?? '', 'manifest.json'));

  beforeAll(async () => {
    await project.jbt('import', 'fil.csv', '--market', MARKET);
    await project.report('run');
  });

  afterAll(() => project.remove());

  it('are in its manifest: files, packages, candles, machine, options', () => {
    const { strategies, ranges, machine, options, commit } = manifest();
    expect(strategies.sources).toEqual({
      files: { 'strategies/trend.ts': expect.stringMatching(/^[0-9a-f]{64}$/) },
      packages: { '@own/one': '1.2.3' },
    });
    expect(ranges).toEqual({ [MARKET]: { base: '1m', ranges: ['2023-08-01..2023-08-05'] } });
    expect(machine.v8).toBe(process.versions.v8);
    expect(options).toMatchObject({ fresh: false, timeout: null });
    expect(commit).toBeNull();
  });

  it('name the commit, and say when the tree differs from it', async () => {
    git('init', '--quiet');
    git('add', '.gitignore', 'jbt.yaml', 'strategies', 'fil.csv', '-f', 'node_modules');
    git('commit', '--quiet', '--message', 'first');
    const id = git('rev-parse', 'HEAD');
    await project.report('run', '--fresh');
    expect(manifest().commit).toEqual({ id, isClean: true });
    project.write('strategies/other.ts', TREND);
    await project.report('run', '--fresh');
    expect(manifest().commit).toEqual({ id, isClean: false });
  });

  it('give the same hashes when they are played again', async () => {
    const { code, stdout } = await project.jbt('verify', '--sample', '2');
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^2 backtests of 3 of run \S+ played again: 2 with the same result\n$/),
    ]);
  });

  it('are named when they changed, with exit code 3', async () => {
    project.write('node_modules/@own/one/one.js', 'export const one = 3;\n');
    const { code, stdout } = await project.jbt('verify', '--all', '--json');
    const { format, played, same, differences } = JSON.parse(stdout);
    expect([code, format, played, same]).toEqual([3, 1, 3, 0]);
    expect(differences[0]).toMatchObject({
      reason: 'strategy trend changed',
      after: expect.stringMatching(/^\w{64}$/),
    });
    expect((await project.jbt('verify')).stdout).toContain('another result: 0001-');
  });

  it('cannot be verified without a result', async () => {
    project.write('strategies/trend.ts', 'export default 5;');
    expect((await project.jbt('verify')).code).toBe(2);
    expect((await project.jbt('verify', 'nothing')).stderr).toContain('there is no run nothing');
  });
});
